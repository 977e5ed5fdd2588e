package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/**
 * TI TMP102 (SBOS397): after a reset the configuration is 0x60A0 (table 7), continuous at 4 Hz, and the temperature
 * reads 0 °C until the first conversion is done. In shutdown, writing OS starts one conversion, during which OS reads
 * 0, and 1 afterwards (section "One-shot"). 12 bits of 0.0625 °C, 13 with EM set, then bit 0 of the register is 1.
 */
final class Tmp102Model extends WordChip {
    private static final int ONE_SHOT = 0x8000;
    private static final int SHUTDOWN = 0x0100;
    private static final int EXTENDED = 0x0010;
    /** The longest one conversion takes (electrical characteristics). */
    private static final long CONVERSION = 35_000_000;

    private static final long PERIOD = 250_000_000;

    private final LongSupplier nanos;
    private boolean converting;
    private long started;

    Tmp102Model(LongSupplier nanos) {
        this.nanos = nanos;
        powerOn();
        // It was on long before the agent started.
        measure();
    }

    @Override
    public void powerOn() {
        reset(0x0000, 0x60A0, 0x4B00, 0x5000);
        begin();
    }

    private void begin() {
        converting = true;
        started = nanos.getAsLong();
    }

    @Override
    void settle() {
        if (converting && nanos.getAsLong() - started >= CONVERSION) {
            converting = false;
            measure();
            if (shutDown()) word(1, word(1) | ONE_SHOT);
        }
        if (!converting && !shutDown() && nanos.getAsLong() - started >= PERIOD) begin();
    }

    private boolean shutDown() {
        return (word(1) & SHUTDOWN) != 0;
    }

    private void measure() {
        var code = (int) Math.round(Climate.celsius(nanos.getAsLong()) * 16);
        word(0, (word(1) & EXTENDED) != 0 ? code << 3 | 1 : code << 4);
    }

    @Override
    void written(int register, int before) {
        if (register != 1) return;
        var asked = (word(1) & ONE_SHOT) != 0 && shutDown();
        // R1, R0 and AL are read-only.
        word(1, merge(word(1), 0x6020, before) & ~ONE_SHOT);
        if (asked) begin();
        else if (shutDown() && (before & ONE_SHOT) != 0 && !converting) word(1, word(1) | ONE_SHOT);
    }
}
