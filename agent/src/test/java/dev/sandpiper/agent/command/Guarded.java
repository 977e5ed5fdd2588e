package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.agent.config.LateCommands;
import dev.sandpiper.agent.config.Limits;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration of an output under test, limit by limit. */
final class Guarded {
    private final String id;
    private final ActuatorType type;
    private Section options = new Section(Map.of());
    private Value safe;
    private Optional<Initial> initial = Optional.empty();
    private Optional<Duration> maxOn = Optional.empty();
    private Optional<Duration> minOn = Optional.empty();
    private Optional<Duration> minOff = Optional.empty();
    private Optional<Limits.LinkLoss> linkLoss = Optional.empty();
    private Optional<Limits.Interlock> interlock = Optional.empty();
    private Optional<Limits.Rate> rate = Optional.empty();
    private Optional<Range> range = Optional.empty();
    private Optional<Duration> ramp = Optional.empty();

    private Guarded(String id, ActuatorType type, Value safe) {
        this.id = id;
        this.type = type;
        this.safe = safe;
    }

    static Guarded of(String id, ActuatorType type) {
        return new Guarded(id, type, new Value.Flag(false));
    }

    static Guarded numeric(String id, ActuatorType type, Value safe) {
        return new Guarded(id, type, safe);
    }

    private static Optional<Duration> span(String text) {
        return Durations.parse(text);
    }

    Guarded options(Map<String, Object> values) {
        options = new Section(values);
        return this;
    }

    Guarded safe(Value value) {
        safe = value;
        return this;
    }

    Guarded initial(Value value) {
        initial = Optional.of(new Initial.At(value));
        return this;
    }

    Guarded initialLast() {
        initial = Optional.of(new Initial.Last());
        return this;
    }

    Guarded maxOn(String most) {
        maxOn = span(most);
        return this;
    }

    Guarded minOn(String least) {
        minOn = span(least);
        return this;
    }

    Guarded minOff(String least) {
        minOff = span(least);
        return this;
    }

    /** To be called behind {@link #safe}. */
    Guarded onLinkLoss(String after) {
        return onLinkLoss(after, safe);
    }

    Guarded onLinkLoss(String after, Value go) {
        linkLoss = Optional.of(new Limits.LinkLoss(span(after).orElseThrow(), go));
        return this;
    }

    Guarded interlock(String deadTime, String... with) {
        interlock =
                Optional.of(new Limits.Interlock(Set.of(with), span(deadTime).orElseThrow()));
        return this;
    }

    Guarded rateLimit(int commands, String per) {
        rate = Optional.of(new Limits.Rate(commands, span(per).orElseThrow()));
        return this;
    }

    Guarded range(double least, double most) {
        range = Optional.of(new Range(least, most));
        return this;
    }

    Guarded ramp(String all) {
        ramp = span(all);
        return this;
    }

    ActuatorConfig config() {
        var limits = new Limits(maxOn, minOn, minOff, linkLoss, interlock, rate, range, ramp);
        var begin = initial.orElse(new Initial.At(safe));
        var late = new LateCommands.Within(Duration.ofSeconds(30));
        return new ActuatorConfig(id, type, options, begin, safe, limits, late, Set.of());
    }
}
