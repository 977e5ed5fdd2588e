package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.FilterConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Smooths the samples of one value. Confined to the thread of its sensor. */
sealed interface Filter {
    /** The smoothed value with one sample more. */
    double with(double sample);

    /** The next sample is the first. */
    void forget();

    /** Those of a configuration, in the order in which they count. */
    static List<Filter> of(FilterConfig config) {
        var filters = new ArrayList<Filter>();
        if (config.median() > 1) filters.add(new Median(config.median()));
        if (config.average() > 1) filters.add(new Average(config.average()));
        config.exponential().ifPresent(part -> filters.add(new Exponential(part)));
        return filters;
    }

    /** The last so many samples. */
    final class Ring {
        private final double[] samples;
        private int next;
        private int size;

        Ring(int length) {
            samples = new double[length];
        }

        void add(double sample) {
            samples[next] = sample;
            next = (next + 1) % samples.length;
            size = Math.min(size + 1, samples.length);
        }

        int size() {
            return size;
        }

        double[] samples() {
            return samples;
        }

        void clear() {
            next = 0;
            size = 0;
        }
    }

    /** The middle one of the last samples; of an even number, while it fills, the lower of the two. */
    final class Median implements Filter {
        private final Ring ring;
        private final double[] sorted;

        Median(int length) {
            ring = new Ring(length);
            sorted = new double[length];
        }

        @Override
        public double with(double sample) {
            ring.add(sample);
            System.arraycopy(ring.samples(), 0, sorted, 0, ring.size());
            Arrays.sort(sorted, 0, ring.size());
            return sorted[(ring.size() - 1) / 2];
        }

        @Override
        public void forget() {
            ring.clear();
        }
    }

    /** The mean of the last samples. */
    final class Average implements Filter {
        private final Ring ring;

        Average(int length) {
            ring = new Ring(length);
        }

        // Added up anew each time: a running sum would keep every rounding error for ever.
        @Override
        public double with(double sample) {
            ring.add(sample);
            var sum = 0.0;
            for (var i = 0; i < ring.size(); i++) sum += ring.samples()[i];
            return sum / ring.size();
        }

        @Override
        public void forget() {
            ring.clear();
        }
    }

    /** A new sample counts for a part, all before it for the rest; the first one counts whole. */
    final class Exponential implements Filter {
        private final double part;
        private double smoothed = Double.NaN;

        Exponential(double part) {
            this.part = part;
        }

        @Override
        public double with(double sample) {
            smoothed = Double.isNaN(smoothed) ? sample : smoothed + part * (sample - smoothed);
            return smoothed;
        }

        @Override
        public void forget() {
            smoothed = Double.NaN;
        }
    }
}
