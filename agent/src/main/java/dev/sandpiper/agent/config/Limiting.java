package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Limits.Interlock;
import dev.sandpiper.agent.config.Limits.LinkLoss;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;

/** Puts together an actuator's values and limits, of an entry nothing was wrong with. */
record Limiting(ActuatorType type, Section options, Found found) {

    /** Whether the type means something of its own by {@code range}: a servo its degrees. */
    static boolean hasOwnRange(ActuatorType type) {
        return type.options().stream().anyMatch(option -> option.name().equals("range"));
    }

    Value safe() throws Misfit {
        return found.has("safe")
                ? Settings.value(type, options, found.get("safe", Object.class))
                : type.repertoire().apply(options).safe();
    }

    Initial initial() throws Misfit {
        if (!found.has("initial")) return new Initial.At(safe());
        var written = found.get("initial", Object.class);
        return written.equals("last") ? new Initial.Last() : new Initial.At(Settings.value(type, options, written));
    }

    Limits limits() throws Misfit {
        return new Limits(
                span("max_on"),
                span("min_on"),
                span("min_off"),
                onLinkLoss(),
                interlock(),
                found.maybe("rate_limit", Limits.Rate.class),
                hasOwnRange(type) ? Optional.empty() : found.maybe("range", Range.class),
                span("ramp"));
    }

    private Optional<Duration> span(String key) {
        return found.maybe(key, Duration.class);
    }

    private Optional<LinkLoss> onLinkLoss() throws Misfit {
        var keys = found.maybe("on_link_loss", Found.class);
        if (keys.isEmpty()) return Optional.empty();
        var go = keys.get().get("go", Object.class);
        var value = go.equals("safe") ? safe() : Settings.value(type, options, go);
        return Optional.of(new LinkLoss(keys.get().get("after", Duration.class), value));
    }

    private Optional<Interlock> interlock() {
        var with = new LinkedHashSet<>(found.list("interlock", String.class));
        if (with.isEmpty()) return Optional.empty();
        return Optional.of(new Interlock(with, span("dead_time").orElse(Duration.ZERO)));
    }
}
