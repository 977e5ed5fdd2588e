package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.loop.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The sensors of one chip, as the channels of an ADC. From the start of a conversion until it was read the chip belongs
 * to one of them, so that no reading is of another's channel; then the others have their turn first.
 */
public final class SharedChip implements Step {
    private static final Duration LONG = Duration.ofDays(1);

    private final List<Sampler> sensors = new ArrayList<>();
    private int turn;

    /** Adds a sensor; before the lane is started, or on it. */
    public void add(Sampler sensor) {
        sensors.add(sensor);
    }

    /** A sensor that is gone; on the lane. */
    public void remove(Sampler sensor) {
        sensors.remove(sensor);
        turn = 0;
    }

    @Override
    public Duration run() {
        var pause = LONG;
        var first = turn;
        for (var i = 0; i < sensors.size(); i++) {
            var at = (first + i) % sensors.size();
            // Should this one have a defect, the next in turn is another.
            turn = (at + 1) % sensors.size();
            pause = Step.sooner(pause, sensors.get(at).run());
            if (!sensors.get(at).converting()) continue;
            turn = at;
            return pause;
        }
        return pause;
    }
}
