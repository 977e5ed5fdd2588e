package dev.sandpiper.agent.link;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.tinylog.Logger;

/**
 * The addresses of host names, for all attempts of this process. The operating system's look-up may take minutes and
 * cannot be interrupted; it runs on a thread of its own, at most one for each name however many attempts want it.
 *
 * <p>What a name server said last is kept, in the order in which the addresses are best tried: the last good one first,
 * those that failed last.
 */
final class HostNames {
    /** With addresses from before there is no point in waiting longer. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(5);
    /** A name that is spread over more machines than this needs no more of them. */
    private static final int MOST_KEPT = 32;

    static {
        // Java would repeat a failure for ten seconds without asking; the network may be back long before.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    /** Asks the operating system; blocks. */
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Map<String, LookUp> underWay = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    HostNames(Resolver resolver) {
        this.resolver = resolver;
    }

    static boolean isAddress(String host) {
        return literal(host).isPresent();
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    /**
     * Where to try, best first; at least one.
     *
     * @param wait ends the wait when it is counted down
     * @throws UnknownHostException if the name has no address, and never had
     * @throws SocketTimeoutException if there is no answer, and never was
     */
    List<InetAddress> addresses(String host, Duration patience, CountDownLatch wait)
            throws UnknownHostException, SocketTimeoutException {
        Optional<InetAddress> address = literal(host);
        if (address.isPresent()) {
            return List.of(address.get());
        }
        boolean knownBefore = known.containsKey(host);
        boolean inHurry = knownBefore && patience.compareTo(WORTH_WAITING) > 0;
        LookUp lookUp = underWay.computeIfAbsent(host, this::begin);
        Optional<LookUp.Answer> answer = lookUp.await(wait, inHurry ? WORTH_WAITING : patience);
        boolean found = answer.isPresent() && answer.get().failure().isEmpty();
        if (found) {
            return known.getOrDefault(host, List.of());
        }
        if (knownBefore) {
            return fromBefore(host);
        }
        if (answer.isEmpty()) {
            throw new SocketTimeoutException("no answer from the name server");
        }
        throw answer.get().failure().orElseThrow();
    }

    private List<InetAddress> fromBefore(String host) {
        List<InetAddress> addresses = known.getOrDefault(host, List.of());
        if (unanswered.add(host)) {
            Logger.warn("the name server has no answer for '{}'; its addresses from before are tried", host);
        }
        return addresses;
    }

    private LookUp begin(String host) {
        LookUp lookUp = new LookUp();
        Thread.ofPlatform().name("look-up: " + host).daemon().start(() -> {
            LookUp.Answer answer = ask(host);
            underWay.remove(host, lookUp);
            lookUp.answered(answer);
        });
        return lookUp;
    }

    // Also an answer that comes too late for its attempt is kept for the next.
    private LookUp.Answer ask(String host) {
        try {
            List<InetAddress> found = Arrays.asList(resolver.addresses(host));
            known.merge(host, found, HostNames::inOrder);
            if (unanswered.remove(host)) {
                Logger.info("the name server answers for '{}' again", host);
            }
            return new LookUp.Answer(Optional.empty());
        } catch (UnknownHostException e) {
            return new LookUp.Answer(Optional.of(e));
        } catch (RuntimeException e) {
            UnknownHostException failure = new UnknownHostException(host);
            failure.initCause(e);
            return new LookUp.Answer(Optional.of(failure));
        }
    }

    private static List<InetAddress> inOrder(List<InetAddress> before, List<InetAddress> found) {
        Set<InetAddress> order = new LinkedHashSet<>(before);
        order.retainAll(found);
        order.addAll(found);
        return order.stream().limit(MOST_KEPT).toList();
    }

    /** A broker took a login there: it is tried first from now on. */
    void good(String host, InetAddress address) {
        known.computeIfPresent(host, (name, order) -> {
            List<InetAddress> next = without(address, order);
            next.addFirst(address);
            return List.copyOf(next);
        });
    }

    /** No login succeeded there: the others are tried first from now on. */
    void bad(String host, InetAddress address) {
        known.computeIfPresent(host, (name, order) -> {
            if (!order.contains(address)) {
                return order;
            }
            List<InetAddress> next = without(address, order);
            next.addLast(address);
            return List.copyOf(next);
        });
    }

    private static List<InetAddress> without(InetAddress address, List<InetAddress> order) {
        List<InetAddress> rest = new ArrayList<>(order);
        rest.remove(address);
        return rest;
    }
}
