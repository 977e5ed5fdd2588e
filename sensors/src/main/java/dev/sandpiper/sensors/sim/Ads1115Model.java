package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/**
 * TI ADS1115 (SBAS444): after a reset the configuration is 0x8583, power-down, and the result 0 until the first conversion
 * is done. Writing OS in power-down begins one, during which OS reads 0; with MODE clear conversions follow each other.
 * At its inputs are an analog thermometer of 10 mV/°C on 0.5 V, an analog hygrometer, a divided battery of 1.2 V and 0.3
 * V.
 */
class Ads1115Model extends WordChip {
    private static final int OPERATIONAL = 0x8000;
    private static final int SINGLE_SHOT = 0x0100;
    /** Positive and negative input by the field MUX; -1 is ground. */
    private static final int[][] INPUTS = {{0, 1}, {0, 3}, {1, 3}, {2, 3}, {0, -1}, {1, -1}, {2, -1}, {3, -1}};

    private static final double[] RANGE = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256};

    private final LongSupplier nanos;
    private boolean converting;
    private long begun;

    Ads1115Model(LongSupplier nanos) {
        this.nanos = nanos;
        powerOn();
    }

    /** Conversions a second by the field DR. */
    int rate(int dr) {
        return new int[] {8, 16, 32, 64, 128, 250, 475, 860}[dr];
    }

    /** The result register for a part of the range, -1 to 1. */
    int result(double part) {
        return Math.clamp(Math.round(part * 32768), -32768, 32767);
    }

    @Override
    public void powerOn() {
        converting = false;
        reset(0x0000, 0x8583, 0x8000, 0x7FFF);
    }

    @Override
    void settle() {
        if (!converting || nanos.getAsLong() - begun < longest()) return;
        word(0, result(volts() / RANGE[word(1) >> 9 & 7]));
        converting = continuous();
        begun = nanos.getAsLong();
        if (!converting) word(1, word(1) | OPERATIONAL);
    }

    private boolean continuous() {
        return (word(1) & SINGLE_SHOT) == 0;
    }

    // The data rate may be 10 % low.
    private long longest() {
        return 25_000 + 1_111_111_111L / rate(word(1) >> 5 & 7);
    }

    private double volts() {
        var pair = INPUTS[word(1) >> 12 & 7];
        return pin(pair[0]) - pin(pair[1]);
    }

    private double pin(int number) {
        var now = nanos.getAsLong();
        return switch (number) {
            case 0 -> 0.5 + Climate.celsius(now) / 100;
            case 1 -> 0.8 + Climate.humidity(now) / 100;
            case 2 -> 1.2 + Climate.celsius(now) / 10_000;
            case 3 -> 0.3;
            default -> 0;
        };
    }

    @Override
    void written(int register, int before) {
        if (register != 1) return;
        var asked = (word(1) & OPERATIONAL) != 0;
        var begins = !converting && (asked || continuous());
        word(1, converting || begins ? word(1) & ~OPERATIONAL : word(1) | OPERATIONAL);
        if (!begins) return;
        converting = true;
        begun = nanos.getAsLong();
    }
}
