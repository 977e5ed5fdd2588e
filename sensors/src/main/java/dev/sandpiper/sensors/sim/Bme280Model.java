package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/**
 * Bosch BME280 (BST-BME280-DS002 rev. 1.6): a BMP280 with a humidity cell. The codes are found with the integer formula
 * of section 4.2.3 and constants as real chips have them: dig_H1 = 75, H2 = 362, H3 = 0, H4 = 315, H5 = 50, H6 = 30.
 */
final class Bme280Model extends Bmp280Model {
    /** The setting in force: one written to ctrl_hum counts only after a write to ctrl_meas (section 5.4.3). */
    private int humidityTimes;

    Bme280Model(LongSupplier nanos) {
        super(nanos);
    }

    @Override
    int chipId() {
        return 0x60;
    }

    @Override
    void resetMore() {
        humidityTimes = 0;
        store(0xA1, (byte) 75);
        // H2 low, high; H3; H4 bits 11-4; H5 bits 3-0 with H4 bits 3-0; H5 bits 11-4; H6
        store(0xE1, (byte) 0x6A, (byte) 0x01, (byte) 0, (byte) 0x13, (byte) 0x2B, (byte) 0x03, (byte) 30);
        store(0xFD, (byte) 0x80, (byte) 0);
    }

    @Override
    boolean writable(int address) {
        return address == 0xF2 || super.writable(address);
    }

    @Override
    void conversionBegins() {
        humidityTimes = times(register(0xF2));
    }

    @Override
    int timeForMore() {
        return humidityTimes == 0 ? 0 : 2300 * humidityTimes + 575;
    }

    @Override
    void measureMore(long now, int fine) {
        var wanted = Math.round(Climate.humidity(now) * 1024);
        var code = humidityTimes == 0 ? 0x8000 : search(i -> percent1024(i, fine), wanted, 16);
        store(0xFD, (byte) (code >> 8), (byte) code);
    }

    // Section 4.2.3; result in 1/1024 %
    static long percent1024(int adc, int fine) {
        var t = fine - 76800;
        var curve = (t * 30 >> 10) * ((t * 0 >> 11) + 32768) >> 10;
        var slope = (curve + 2097152) * 362 + 8192 >> 14;
        var linear = ((adc << 14) - (315 << 20) - 50 * t + 16384 >> 15) * slope;
        var bent = linear - (((linear >> 15) * (linear >> 15) >> 7) * 75 >> 4);
        return Math.clamp(bent, 0, 419_430_400) >> 12;
    }
}
