package dev.sandpiper.sensors.sim;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Pulses from outside on simulated pins: away from the level the pin has and back. Those at a rate come when they are
 * due by the clock, several at once where nobody looked for a while, each with the moment it was due.
 */
final class Pulses {
    static final long ENDLESS = Long.MAX_VALUE;
    static final int MOST = 1_000_000;
    static final double SLOWEST = 0.001;
    static final double FASTEST = 10_000;

    private static final double NANOS = 1e9;

    /** The moment of the edge that is being told, which may have passed. */
    private static final ScopedValue<Long> MOMENT = ScopedValue.newInstance();

    private final Pins pins;
    private final LongSupplier nanos;
    private final Map<Integer, Train> trains = new TreeMap<>();

    /** Pulses at a rate, two edges each. */
    private static final class Train {
        final long from;
        final double rate;
        final long count;
        final boolean rest;
        long edges;

        Train(long from, double rate, long count, boolean rest) {
            this.from = from;
            this.rate = rate;
            this.count = count;
            this.rest = rest;
        }

        long next() {
            return from + (long) (edges / (2 * rate) * NANOS);
        }

        boolean over() {
            return edges / 2 >= count;
        }
    }

    Pulses(Pins pins, LongSupplier nanos) {
        this.pins = pins;
        this.nanos = nanos;
    }

    /** {@code nanos}, but while an edge of these pulses is being told, the moment it was due. */
    static LongSupplier clock(LongSupplier nanos) {
        return () -> MOMENT.isBound() ? MOMENT.get() : nanos.getAsLong();
    }

    /** Gives pulses at once, without any length. */
    synchronized void give(int pin, long count) {
        trains.remove(pin);
        var rest = pins.level(pin);
        for (var i = 0L; i < count; i++) {
            pins.drive(pin, !rest);
            pins.drive(pin, rest);
        }
    }

    /** From now on gives pulses at a rate a second, as long high as low, until there were {@code count}. */
    synchronized void begin(int pin, long count, double rate) {
        trains.put(pin, new Train(nanos.getAsLong(), rate, count, pins.level(pin)));
        follow();
    }

    /** Ends what {@link #begin} began; the pin keeps the level it has. */
    synchronized void end(int pin) {
        trains.remove(pin);
    }

    /** Makes the edges that are due. */
    synchronized void follow() {
        var now = nanos.getAsLong();
        trains.forEach((pin, train) -> {
            for (; !train.over() && train.next() - now <= 0; train.edges++) {
                var away = train.edges % 2 == 0;
                ScopedValue.where(MOMENT, train.next()).run(() -> pins.drive(pin, train.rest != away));
            }
        });
        trains.values().removeIf(Train::over);
    }
}
