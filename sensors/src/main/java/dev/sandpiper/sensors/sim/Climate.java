package dev.sandpiper.sensors.sim;

import java.time.Duration;

/** The air around the simulated chips: a mild room whose values swing slowly. */
final class Climate {
    private static final long TEN_MINUTES = Duration.ofMinutes(10).toNanos();

    private Climate() {}

    /** 18.5 to 24.5 °C. */
    static double celsius(long nanos) {
        return 21.5 + 3 * swing(nanos, TEN_MINUTES);
    }

    /** 42 to 54 % relative humidity, falling while it gets warmer. */
    static double humidity(long nanos) {
        return 48 - 6 * swing(nanos, TEN_MINUTES);
    }

    /** 100,920 to 101,720 Pa. */
    static double pascal(long nanos) {
        return 101_320 + 400 * swing(nanos, 6 * TEN_MINUTES);
    }

    /** 100 to 900 lx, as behind a window. */
    static double lux(long nanos) {
        return 500 + 400 * swing(nanos, TEN_MINUTES);
    }

    private static double swing(long nanos, long period) {
        return StrictMath.sin(2 * StrictMath.PI * Math.floorMod(nanos, period) / period);
    }
}
