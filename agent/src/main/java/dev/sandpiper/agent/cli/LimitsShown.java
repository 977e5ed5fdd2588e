package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.config.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An actuator's limits in one line, for {@code check}. */
final class LimitsShown {
    private final List<String> shown = new ArrayList<>();

    static String of(ActuatorConfig actuator) {
        var limits = new LimitsShown();
        limits.add(actuator.limits(), actuator);
        return limits.shown.isEmpty() ? "none" : String.join(", ", limits.shown);
    }

    private void add(Limits limits, ActuatorConfig actuator) {
        span("max_on", limits.maxOn());
        span("min_on", limits.minOn());
        span("min_off", limits.minOff());
        limits.onLinkLoss()
                .ifPresent(loss -> shown.add("%s %s after link loss"
                        .formatted(
                                loss.go().equals(actuator.safe()) ? "safe" : loss.go(),
                                Durations.format(loss.after()))));
        limits.interlock().ifPresent(lock -> shown.add("never with " + String.join(", ", lock.with())));
        limits.rateLimit()
                .ifPresent(rate ->
                        shown.add("%d commands in %s".formatted(rate.commands(), Durations.format(rate.per()))));
        limits.range().ifPresent(range -> shown.add("from %s to %s".formatted(range.least(), range.most())));
        span("ramp", limits.ramp());
    }

    private void span(String name, Optional<Duration> limit) {
        limit.ifPresent(span -> shown.add(name + " " + Durations.format(span)));
    }
}
