package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/** What is wrong with the link, told once in the log and as long as it lasts in {@code health}. */
final class Trouble {
    /** Reasons with figures in them must not fill the log. */
    private static final int MOST_LOGGED = 20;

    /** A SUBACK's word for it. */
    private static final int REFUSED = 128;

    private final Map<About, String> present = new EnumMap<>(About.class);
    /** What was said since the last connection: with two brokers, two reasons alternate. */
    private final Set<String> logged = new HashSet<>();

    /** What can be wrong, one sentence each; in this order they are told. */
    enum About {
        CONNECTION,
        TAKEN_OVER,
        SUBSCRIPTION,
        REFUSED,
        SILENCE
    }

    Trouble() {
        present.put(About.CONNECTION, "not connected yet");
    }

    List<String> sentences() {
        return List.copyOf(present.values());
    }

    boolean has(About about) {
        return present.containsKey(about);
    }

    /** Something is wrong in this respect, or not any more; whether that is news is for the caller to know. */
    void note(About about, Optional<String> sentence) {
        sentence.ifPresentOrElse(words -> present.put(about, words), () -> present.remove(about));
    }

    void connected(BrokerAddress address, String details, Session session) {
        Logger.info(
                "connected to {} ({}), session {}",
                address.url(),
                details,
                session.name().toLowerCase(Locale.ROOT));
        if (session == Session.LOST)
            Logger.warn("the broker had forgotten this device's session: commands sent meanwhile are lost");
        present.remove(About.CONNECTION);
        logged.clear();
    }

    void subscribed(List<String> filters, List<Integer> granted) {
        var sentence = missing(filters, granted);
        if (sentence.isPresent() && !has(About.SUBSCRIPTION)) Logger.error("{}", sentence.get());
        note(About.SUBSCRIPTION, sentence);
    }

    private static Optional<String> missing(List<String> filters, List<Integer> granted) {
        for (var index = 0; index < filters.size(); index++) {
            var missing = missing(filters.get(index), index < granted.size() ? granted.get(index) : REFUSED);
            if (missing.isPresent()) return missing;
        }
        return Optional.empty();
    }

    private static Optional<String> missing(String filter, int granted) {
        if (granted == 1) return Optional.empty();
        var sentence = granted == 0
                ? "the broker grants the subscription to %s with QoS 0 only, so that commands can be lost; allow QoS 1"
                : "the broker refuses the subscription to %s; allow it in its access list";
        return Optional.of(sentence.formatted(filter));
    }

    void waitsForClock(BrokerAddress address) {
        var sentence = "waiting for the clock before connecting to " + address.url();
        if (isNews(sentence)) Logger.info("{}", sentence);
    }

    void failed(Failure failure, BrokerAddress address, Duration pause) {
        var sentence = "no connection to %s: %s".formatted(address.url(), failure.sentence());
        if (isNews(sentence))
            Logger.warn("{}; trying again in {} s, what is measured is kept", sentence, seconds(pause));
    }

    private boolean isNews(String sentence) {
        present.put(About.CONNECTION, sentence);
        return logged.size() < MOST_LOGGED && logged.add(sentence);
    }

    private static String seconds(Duration pause) {
        return String.format(Locale.ROOT, "%.1f", pause.toMillis() / 1000.0);
    }
}
