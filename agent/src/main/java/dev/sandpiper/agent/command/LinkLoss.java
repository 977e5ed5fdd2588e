package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Limits;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Since when the link is lost, and {@code on_link_loss}: when that moves the output, and where to. */
final class LinkLoss {
    private Optional<Limits.LinkLoss> rule;
    /** Of the present loss, or of the next one. */
    private Optional<Limits.LinkLoss> next;

    private final Value safe;
    private final Time time;
    private final Timer act;
    private OptionalLong lostSince = OptionalLong.empty();

    /** The link is lost until it is up. */
    LinkLoss(ActuatorConfig config, OptionalLong lostSince, Time time) {
        this.rule = config.limits().onLinkLoss();
        this.next = rule;
        this.safe = config.safe();
        this.time = time;
        this.act = new Timer(time);
        lostSince(lostSince.orElse(time.nanos()));
    }

    private void lostSince(long nanos) {
        lostSince = OptionalLong.of(nanos);
        rule.ifPresent(loss -> act.setAt(nanos + loss.after().toNanos()));
    }

    /** Another rule. A loss that it finds moves the output when the first of both says. */
    void rule(Optional<Limits.LinkLoss> other) {
        var isDealtWith = rule.isPresent() && !act.runs();
        next = other;
        if (lostSince.isEmpty()) rule = other;
        else if (!isDealtWith)
            other.ifPresent(loss -> {
                rule = other;
                act.setSooner(lostSince.getAsLong() + loss.after().toNanos());
            });
    }

    /** A link that is lost already is not lost anew. */
    void lost() {
        if (lostSince.isEmpty()) lostSince(time.nanos());
    }

    void up() {
        lostSince = OptionalLong.empty();
        act.stop();
        rule = next;
    }

    /** What the next run has to know: how long it has been lost, unless that has moved the output elsewhere than to safe. */
    OptionalLong since() {
        var counts = act.runs() || rule.filter(loss -> loss.go().equals(safe)).isPresent();
        return counts ? lostSince : OptionalLong.empty();
    }

    /** Whether it moves the output elsewhere than to safe. */
    boolean leavesSafe() {
        return rule.filter(loss -> !loss.go().equals(safe)).isPresent();
    }

    /** Where it moves the output now; empty while it does not. */
    Optional<Value> moves() {
        return act.due() ? rule.map(Limits.LinkLoss::go) : Optional.empty();
    }

    /** It has moved it, once. */
    void isDealtWith() {
        act.stop();
    }

    Duration untilDue() {
        return act.untilDue();
    }
}
