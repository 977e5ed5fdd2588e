package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/**
 * TI INA226 (SBOS547): after a reset 0x4127, both voltages all the time. Shunt voltage in 2.5 µV, bus voltage in 1.25 mV,
 * current = shunt × calibration / 2048, power = current × bus / 20,000; CVRF and OVF in the mask/enable register, whose
 * reading lowers CVRF.
 */
final class Ina226Model extends CurrentModel {
    private static final int[] TIMES = {1, 4, 16, 64, 128, 256, 512, 1024};
    /** The longest conversion times, by the fields VBUSCT and VSHCT. */
    private static final long[] CONVERSIONS = {
        154_000, 224_000, 365_000, 646_000, 1_210_000, 2_328_000, 4_572_000, 9_068_000
    };

    Ina226Model(LongSupplier nanos) {
        super(nanos);
    }

    @Override
    int resetConfiguration() {
        return 0x4127;
    }

    @Override
    void resetMore() {
        word(0xFE, 0x5449);
        word(0xFF, 0x2260);
    }

    @Override
    int writableConfiguration() {
        return 0x0FFF;
    }

    @Override
    long conversion() {
        return (CONVERSIONS[word(0) >> 6 & 7] + CONVERSIONS[word(0) >> 3 & 7]) * TIMES[word(0) >> 9 & 7];
    }

    @Override
    void converted(double shunt, double bus) {
        var shuntCode = Math.clamp(Math.round(shunt / 0.0000025), -32_768, 32_767);
        var busCode = Math.clamp(Math.round(bus / 0.00125), 0, 32_767);
        var current = (long) shuntCode * word(5) / 2048;
        var power = Math.abs(current) * busCode / 20_000;
        var overflow = Math.abs(current) > 32_767 || power > 65_535;
        word(1, shuntCode);
        word(2, busCode);
        word(4, (int) current);
        word(3, (int) power);
        word(6, word(6) & ~0x0C | 8 | (overflow ? 4 : 0));
    }

    @Override
    void notReady() {
        word(6, word(6) & ~8);
    }

    @Override
    void wasRead(int register) {
        if (register == 6) notReady();
    }

    @Override
    int calibration(int written) {
        return written & 0x7FFF;
    }
}
