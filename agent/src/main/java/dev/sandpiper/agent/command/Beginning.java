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
record Beginning(Value value, OptionalLong awaySince, Optional<Revert> revert, OptionalLong lostSince) {

    static Beginning of(ActuatorConfig config, Optional<Remains> remains, String boot, long now) {
        var ofThisBoot = remains.filter(left -> left.boot().equals(boot));
        var begun = ofThisBoot
                .map(left -> goesOn(config, left, now))
                .orElseGet(() -> fresh(remains.map(left -> anew(config, left)).orElseGet(() -> first(config))));
        return begun.withinMaxOn(config, now).withinLinkLoss(config, now);
    }

    static Beginning fresh(Value value) {
        return new Beginning(value, OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
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
                : left.revert().map(Revert::to).orElse(left.value());
    }

    private static Beginning goesOn(ActuatorConfig config, Remains left, long now) {
        if (config.initial() instanceof Initial.At(var value))
            return new Beginning(value, left.awaySince(), Optional.empty(), left.lostSince());
        var over = left.revert().filter(back -> now - back.at() >= 0);
        if (over.isEmpty()) return new Beginning(left.value(), left.awaySince(), left.revert(), left.lostSince());
        var awaySince =
                left.value().equals(config.safe()) ? OptionalLong.of(over.get().at()) : left.awaySince();
        return new Beginning(over.get().to(), awaySince, Optional.empty(), left.lostSince());
    }

    private Beginning withinMaxOn(ActuatorConfig config, long now) {
        if (value.equals(config.safe())) return new Beginning(value, OptionalLong.empty(), revert, lostSince);
        var over = config.limits().maxOn().isPresent()
                && awaySince.isPresent()
                && now - awaySince.getAsLong() >= config.limits().maxOn().get().toNanos();
        return over ? new Beginning(config.safe(), OptionalLong.empty(), Optional.empty(), lostSince) : this;
    }

    private Beginning withinLinkLoss(ActuatorConfig config, long now) {
        var over = config.limits()
                .onLinkLoss()
                .filter(loss -> lostSince.isPresent()
                        && now - lostSince.getAsLong() >= loss.after().toNanos());
        return over.isEmpty() ? this : new Beginning(over.get().go(), awaySince, Optional.empty(), lostSince);
    }
}
