package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.sensors.Value;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an output is opened with. Timers of a run before go on if it was on the same boot; on another one nobody knows how
 * long ago it was, so they count as over.
 *
 * @param awaySince since when it is away from its safe value; empty where that begins when it is opened
 */
record Beginning(Value value, OptionalLong awaySince, Optional<Change> next) {

    /** @param withoutLink where it is to be because the link has been lost for long; empty where it has not */
    static Beginning of(
            ActuatorConfig config, Optional<Remains> remains, String boot, long now, Optional<Value> withoutLink) {
        var ofThisBoot = remains.filter(left -> left.boot().equals(boot));
        var begun = ofThisBoot
                .map(left -> goesOn(config, left, now))
                .orElseGet(() -> fresh(remains.map(left -> anew(config, left)).orElseGet(() -> first(config))));
        return withoutLink.map(begun::withoutLink).orElse(begun).withinMaxOn(config, now);
    }

    private static Beginning fresh(Value value) {
        return new Beginning(value, OptionalLong.empty(), Optional.empty());
    }

    private static Value first(ActuatorConfig config) {
        return switch (config.initial()) {
            case Initial.At(var value) -> value;
            case Initial.Last() -> config.safe();
        };
    }

    // On another boot: "for" is over, and so is what max_on limits.
    private static Value anew(ActuatorConfig config, Remains left) {
        if (config.initial() instanceof Initial.At(var value)) return value;
        return config.limits().maxOn().isPresent()
                ? config.safe()
                : left.goingBack().map(Change::to).orElse(left.value());
    }

    private static Beginning goesOn(ActuatorConfig config, Remains left, long now) {
        var over = left.goingBack().filter(back -> now - back.at() >= 0);
        var awaySince = over.isPresent() && left.value().equals(config.safe())
                ? OptionalLong.of(over.get().at())
                : left.awaySince();
        if (config.initial() instanceof Initial.At(var value)) return new Beginning(value, awaySince, Optional.empty());
        if (over.isEmpty()) return new Beginning(left.value(), awaySince, left.goingBack());
        return new Beginning(over.get().to(), awaySince, Optional.empty());
    }

    // Whatever else moves it.
    private Beginning withinMaxOn(ActuatorConfig config, long now) {
        if (value.equals(config.safe())) return new Beginning(value, OptionalLong.empty(), next);
        var over = config.limits().maxOn().isPresent()
                && awaySince.isPresent()
                && now - awaySince.getAsLong() >= config.limits().maxOn().get().toNanos();
        return over ? new Beginning(config.safe(), OptionalLong.empty(), Optional.empty()) : this;
    }

    // At another value, but away from safe for as long as before.
    private Beginning withoutLink(Value go) {
        return new Beginning(go, awaySince, Optional.empty());
    }
}
