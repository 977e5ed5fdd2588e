package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells ahead of time that a certificate ends: in the log once a day, in {@code health} as long as it is so. */
final class ExpiryWatch {
    private final Time time;
    private final Consumer<String> log;
    private List<Expiry> own = List.of();
    private List<Expiry> brokers = List.of();
    private final Map<String, LocalDate> logged = new HashMap<>();

    ExpiryWatch(Time time, Consumer<String> log) {
        this.time = time;
        this.log = log;
    }

    /** Those known without a connection. */
    void own(List<Expiry> expiries) {
        own = List.copyOf(expiries);
    }

    /** Those that the broker of the present connection has shown. */
    void brokers(List<Expiry> expiries) {
        brokers = List.copyOf(expiries);
    }

    /** What people should know now; nothing while the clock is not right. */
    List<String> warnings() {
        if (!time.synchronised()) return List.of();
        var now = time.wall();
        var today = now.atZone(ZoneOffset.UTC).toLocalDate();
        var warnings = new ArrayList<String>();
        for (var expiry : all()) {
            var warning = expiry.warning(now).filter(sentence -> !warnings.contains(sentence));
            warning.ifPresent(warnings::add);
            warning.filter(sentence -> !today.equals(logged.put(expiry.what(), today)))
                    .ifPresent(log);
        }
        return warnings;
    }

    /** The earliest end; unknown while the clock is not right. */
    Optional<Instant> first() {
        if (!time.synchronised()) return Optional.empty();
        return all().stream().map(Expiry::end).min(Comparator.naturalOrder());
    }

    private List<Expiry> all() {
        var all = new ArrayList<>(own);
        brokers.stream().filter(expiry -> !own.contains(expiry)).forEach(all::add);
        return all;
    }
}
