package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/**
 * TI INA219 (SBOS448): after a reset 0x399F, both voltages all the time. Shunt voltage in 10 µV, limited by the range PG;
 * bus voltage in 4 mV from bit 3 on, below it CNVR and OVF; current = shunt × calibration / 4096, power = current × bus /
 * 5000.
 */
final class Ina219Model extends CurrentModel {
    Ina219Model(LongSupplier nanos) {
        super(nanos);
    }

    @Override
    int resetConfiguration() {
        return 0x399F;
    }

    @Override
    int writableConfiguration() {
        return 0x3FFF;
    }

    @Override
    long conversion() {
        return time(word(0) >> 7 & 15) + time(word(0) >> 3 & 15);
    }

    // Table 5: 9 to 12 bits once, or 2 to 128 times 12 bits; 10 % above the usual times.
    private static long time(int adc) {
        var once = new long[] {93_000, 163_000, 304_000, 586_000};
        return adc < 8 ? once[adc & 3] : once[3] << (adc & 7);
    }

    @Override
    void converted(double shunt, double bus) {
        var limit = 4000 << (word(0) >> 11 & 3);
        var shuntCode = Math.clamp(Math.round(shunt / 0.00001), -limit, limit);
        word(1, shuntCode);
        var busCode = Math.clamp(Math.round(bus / 0.004), 0, 8000);
        var current = (long) shuntCode * word(5) / 4096;
        var power = Math.abs(current) * busCode / 5000;
        var overflow = Math.abs(current) > 32_767 || power > 65_535;
        word(4, (int) current);
        word(3, (int) power);
        word(2, busCode << 3 | 2 | (overflow ? 1 : 0));
    }

    @Override
    void notReady() {
        word(2, word(2) & ~2);
    }

    @Override
    void wasRead(int register) {
        if (register == 3) notReady();
    }

    @Override
    int calibration(int written) {
        return written & 0xFFFE;
    }
}
