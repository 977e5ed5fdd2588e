package dev.sandpiper.sensors.chip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Temperature and pressure from the codes of BMP280 and BME280, with the constants each chip carries from its
 * production. Formulas in double precision: Bosch BMP280 data sheet BST-BMP280-DS001 rev. 1.23, section 8.1; BME280
 * BST-BME280-DS002 rev. 1.6, section 8.1 (the same).
 */
record BoschCompensation(
        int t1, int t2, int t3, int p1, int p2, int p3, int p4, int p5, int p6, int p7, int p8, int p9) {

    /** How many bytes they take. */
    static final int LENGTH = 24;

    /** From registers 0x88 to 0x9F (BMP280 table 17, BME280 table 16); T1 and P1 have no sign. */
    static BoschCompensation of(byte[] registers) {
        var words = ByteBuffer.wrap(registers).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        return new BoschCompensation(
                Short.toUnsignedInt(words.get(0)),
                words.get(1),
                words.get(2),
                Short.toUnsignedInt(words.get(3)),
                words.get(4),
                words.get(5),
                words.get(6),
                words.get(7),
                words.get(8),
                words.get(9),
                words.get(10),
                words.get(11));
    }

    /** False where the chip gave zeros, as one does that was not ready: each result would be zero or no number. */
    boolean plausible() {
        return t1 != 0 && t2 != 0 && p1 != 0;
    }

    /** Temperature in steps of 1/5120 °C, the form in which it enters the other formulas ({@code t_fine}). */
    double fine(int code) {
        var x = code / 16384.0 - t1 / 1024.0;
        var y = code / 131072.0 - t1 / 8192.0;
        return x * t2 + y * y * t3;
    }

    static double celsius(double fine) {
        return fine / 5120.0;
    }

    /** Pressure in pascal; not finite where the constants make no sense. */
    double pascal(int code, double fine) {
        // Not cut to a whole number, unlike the data sheet's C code, but like its worked example (BMP280, section
        // 3.12).
        var t = fine / 2.0 - 64000.0;
        var offset = (t * t * p6 / 32768.0 + t * p5 * 2.0) / 4.0 + p4 * 65536.0;
        var slope = (1.0 + (p3 * t * t / 524288.0 + p2 * t) / 524288.0 / 32768.0) * p1;
        var linear = (1048576.0 - code - offset / 4096.0) * 6250.0 / slope;
        var correction = p9 * linear * linear / 2147483648.0 + linear * p8 / 32768.0 + p7;
        return linear + correction / 16.0;
    }
}
