package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.sensors.Value;
import java.util.Optional;

/** What a window tells of one value: of the samples since it began. */
final class Figures {
    private long count;
    private double mean;
    /** Sum of squared distances from the mean, by Welford's recurrence, which loses no digits. */
    private double squares;

    private double min;
    private double max;
    private double last;
    private int decimals;
    private boolean whole;

    void add(Value value) {
        var sample = OneValue.number(value);
        if (count == 0) begin(sample);
        count++;
        var distance = sample - mean;
        mean += distance / count;
        squares += distance * (sample - mean);
        min = Math.min(min, sample);
        max = Math.max(max, sample);
        last = sample;
        decimals = Math.max(decimals, OneValue.decimals(value));
        whole &= value instanceof Value.Count;
    }

    private void begin(double sample) {
        mean = sample;
        squares = 0;
        min = sample;
        max = sample;
        decimals = 0;
        whole = true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void clear() {
        count = 0;
    }

    /** Empty where there are too few samples for it. */
    Optional<Value> value(Aggregate aggregate) {
        return switch (aggregate) {
            case COUNT -> Optional.of(new Value.Count(count));
            case MIN -> Optional.of(sampled(min));
            case MAX -> Optional.of(sampled(max));
            case LAST -> Optional.of(sampled(last));
            case MEAN -> reckoned(mean);
            case STDDEV -> count < 2 ? Optional.empty() : reckoned(Math.sqrt(squares / (count - 1)));
        };
    }

    private Value sampled(double number) {
        return whole ? new Value.Count((long) number) : new Value.Decimal(number, decimals);
    }

    // Of numbers near the largest there are, not even the mean is one.
    private Optional<Value> reckoned(double number) {
        return Double.isFinite(number) ? Optional.of(new Value.Decimal(number, decimals)) : Optional.empty();
    }
}
