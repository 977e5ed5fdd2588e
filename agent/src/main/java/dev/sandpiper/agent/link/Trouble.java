package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/** What is wrong with the link, told once in the log and as long as it lasts in {@code health}. */
final class Trouble {
    /** Reasons with figures in them must not fill the log. */
    private static final int MOST_LOGGED = 20;

    private Optional<String> link = Optional.of("not connected yet");
    private Optional<String> subscription = Optional.empty();
    /** What was said since the last connection: with two brokers, two reasons alternate. */
    private final Set<String> logged = new HashSet<>();

    Optional<String> sentence() {
        return link.or(() -> subscription);
    }

    boolean subscriptionRefused() {
        return subscription.isPresent();
    }

    void connected(BrokerAddress address, String details, boolean sessionPresent) {
        Logger.info("connected to {} ({}), session {}", address.url(), details, sessionPresent ? "present" : "new");
        link = Optional.empty();
        logged.clear();
    }

    void subscribed(String filter, List<Integer> granted) {
        var refused = granted.stream().anyMatch(qos -> qos != 1);
        var before = subscription;
        subscription = refused
                ? Optional.of(
                        "the broker refuses the subscription to %s; allow it in its access list".formatted(filter))
                : Optional.empty();
        if (refused && before.isEmpty()) Logger.error("{}", subscription.get());
    }

    void failed(Failure failure, BrokerAddress address, Duration pause, boolean clockRight) {
        var sentence = "no connection to %s: %s".formatted(address.url(), failure.sentence());
        var waitsForClock = failure.cause() == Cause.TLS_NOT_YET_VALID && !clockRight;
        link = Optional.of(waitsForClock ? "waiting for the clock before connecting to " + address.url() : sentence);
        if (logged.size() >= MOST_LOGGED || !logged.add(link.get())) return;
        if (waitsForClock) Logger.info("{}", link.get());
        else Logger.warn("{}; trying again in {} s, what is measured is kept", link.get(), seconds(pause));
    }

    private static String seconds(Duration pause) {
        return String.format(java.util.Locale.ROOT, "%.1f", pause.toMillis() / 1000.0);
    }
}
