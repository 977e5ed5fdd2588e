package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/**
 * NXP LM75B (data sheet rev. 6.1, 2015): converts by itself every 100 ms unless shut down (section 7.1, bit 0 of the
 * configuration); the temperature is 11 bits, left-aligned, in steps of 0.125 °C (table 9).
 */
final class Lm75Model extends WordChip {
    private static final long PERIOD = 100_000_000;

    private final LongSupplier nanos;
    private long converted;

    Lm75Model(LongSupplier nanos) {
        this.nanos = nanos;
        powerOn();
        // It was on long before the agent started.
        measure();
    }

    @Override
    public void powerOn() {
        // The low byte of the one-byte configuration does not exist; set points 75 °C and 80 °C.
        reset(0x0000, 0x0000, 0x4B00, 0x5000);
        converted = nanos.getAsLong();
    }

    @Override
    void settle() {
        var shutDown = (word(1) & 0x0100) != 0;
        if (!shutDown && nanos.getAsLong() - converted >= PERIOD) measure();
    }

    private void measure() {
        converted = nanos.getAsLong();
        word(0, (int) Math.round(Climate.celsius(converted) * 8) << 5);
    }

    @Override
    void written(int register, int before) {
        var wokeUp = register == 1 && (before & 0x0100) != 0 && (word(1) & 0x0100) == 0;
        if (wokeUp) converted = nanos.getAsLong();
    }
}
