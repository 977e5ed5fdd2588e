package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;

/**
 * What SHT3x and SHT4x answer: a word for the temperature and one for the humidity, each with its check sum (SHT3x-DIS
 * data sheet, version 5, section 4.4; SHT4x data sheet, version 7.1, page 11). 0xFFFF is the end of both scales.
 */
record SensirionCodes(int temperature, int humidity) {
    static final double FULL_SCALE = 0xFFFF;

    private static final Crc8 CRC = new Crc8(0xFF);

    static SensirionCodes read(Board.I2cPort port) throws DeviceFault {
        var data = port.read(6);
        return new SensirionCodes(CRC.word(port, data, 0), CRC.word(port, data, 3));
    }

    /** Whether two words have their check sums behind them. */
    static boolean right(byte[] data) {
        return CRC.of(data, 0, 2) == (data[2] & 0xFF) && CRC.of(data, 3, 5) == (data[5] & 0xFF);
    }

    /** The same for both families: SHT3x section 4.13, SHT4x page 12. */
    double celsius() {
        return -45 + 175 * temperature / FULL_SCALE;
    }
}
