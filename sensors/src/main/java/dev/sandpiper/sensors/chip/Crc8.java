package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;

/**
 * The check sum that Sensirion, TE and Aosong send behind their data: polynomial x^8 + x^5 + x^4 + 1, most significant
 * bit first, nothing reflected, no final inversion (Sensirion SHT3x-DIS data sheet, version 5, table 20).
 *
 * @param initial what it begins with: 0xFF at Sensirion and Aosong, 0x00 at TE
 */
record Crc8(int initial) {
    private static final int POLYNOMIAL = 0x31;

    int of(byte[] bytes, int from, int to) {
        var sum = initial;
        for (var i = from; i < to; i++) {
            sum ^= bytes[i] & 0xFF;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 0x80) == 0 ? sum << 1 : (sum << 1 ^ POLYNOMIAL) & 0xFF;
        }
        return sum;
    }

    /**
     * Checks the bytes in front of {@code at}, where their check sum is.
     *
     * @throws DeviceFault when it is another one
     */
    void check(Board.I2cPort port, byte[] bytes, int from, int at) throws DeviceFault {
        var expected = of(bytes, from, at);
        var found = bytes[at] & 0xFF;
        if (found != expected) throw DeviceFault.checksum(port, found, expected);
    }

    /** Two bytes, the first the higher one, with their check sum behind them. */
    int word(Board.I2cPort port, byte[] bytes, int from) throws DeviceFault {
        check(port, bytes, from, from + 2);
        return (bytes[from] & 0xFF) << 8 | bytes[from + 1] & 0xFF;
    }
}
