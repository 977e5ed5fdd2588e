package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.Limits;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Since when the link is lost, and {@code on_link_loss}: when that moves the output, and where to. */
final class LinkLoss {
    private final Optional<Limits.LinkLoss> rule;
    private final Time time;
    private final Timer act;
    private OptionalLong lostSince = OptionalLong.empty();

    /** The link is lost until it is up. */
    LinkLoss(Optional<Limits.LinkLoss> rule, OptionalLong lostSince, Time time) {
        this.rule = rule;
        this.time = time;
        this.act = new Timer(time);
        lostSince(lostSince.orElse(time.nanos()));
    }

    private void lostSince(long nanos) {
        lostSince = OptionalLong.of(nanos);
        rule.ifPresent(loss -> act.setAt(nanos + loss.after().toNanos()));
    }

    /** A link that is lost already is not lost anew. */
    void lost() {
        if (lostSince.isEmpty()) lostSince(time.nanos());
    }

    void up() {
        lostSince = OptionalLong.empty();
        act.stop();
    }

    OptionalLong since() {
        return rule.isPresent() ? lostSince : OptionalLong.empty();
    }

    boolean isDue() {
        return act.due();
    }

    /** Where it moves the output, once. */
    Value act() {
        act.stop();
        return rule.orElseThrow().go();
    }

    Duration untilDue() {
        return act.untilDue();
    }
}
