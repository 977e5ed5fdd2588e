package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;

/**
 * Looks at the inputs of an expander as often as its option says; less and less often while it does not answer, since
 * each attempt may hold up its bus. Those who read its pins tell of the fault. Belongs to the lane of the bus.
 */
public final class ExpanderWatch implements Step {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Look look;
    private final Duration every;
    private final Time time;
    private Duration pause;
    private long at;

    /** Tells the edges since it was called last. */
    @FunctionalInterface
    public interface Look {
        void now() throws DeviceFault;
    }

    public ExpanderWatch(Look look, Duration every, Time time) {
        this.look = look;
        this.every = every;
        this.time = time;
        this.pause = every;
        this.at = time.nanos();
    }

    @Override
    public Duration run() {
        if (time.nanos() - at < 0) return time.until(at);
        try {
            look.now();
            pause = every;
        } catch (DeviceFault fault) {
            pause = longer(pause);
        }
        at = time.in(pause);
        return time.until(at);
    }

    private Duration longer(Duration last) {
        var longest = Step.sooner(every, LONGEST_PAUSE).equals(every) ? LONGEST_PAUSE : every;
        return Step.sooner(last.multipliedBy(2), longest);
    }
}
