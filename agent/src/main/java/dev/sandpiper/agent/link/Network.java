package dev.sandpiper.agent.link;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/** The device's own network, as far as it can be seen without sending anything. */
@FunctionalInterface
public interface Network {

    /** What is there now; empty when it cannot be told. Cheap enough for once a second, and never blocks. */
    Optional<Sight> look();

    /** A network of which nothing can be seen. */
    static Network unseen() {
        return Optional::empty;
    }

    /**
     * What is there.
     *
     * @param routes default routes, each with its interface and gateway
     * @param addresses the device's own
     * @param carriers interfaces with an address that have a cable or a radio link, or need none
     */
    record Sight(Set<String> routes, Set<InetAddress> addresses, Set<String> carriers) {
        public static final Sight NOTHING = new Sight(Set.of(), Set.of(), Set.of());

        public Sight {
            routes = Set.copyOf(routes);
            addresses = Set.copyOf(addresses);
            carriers = Set.copyOf(carriers);
        }

        /** Whether something is here by which a broker might be reached that was not in {@code before}. */
        boolean offersMoreThan(Sight before) {
            return !before.routes.containsAll(routes)
                    || !before.carriers.containsAll(carriers)
                    || addresses.stream().anyMatch(address -> leadsOut(address) && !before.addresses.contains(address));
        }

        private static boolean leadsOut(InetAddress address) {
            return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
        }
    }
}
