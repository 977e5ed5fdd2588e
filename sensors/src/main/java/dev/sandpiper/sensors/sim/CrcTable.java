package dev.sandpiper.sensors.sim;

import java.util.Arrays;

/** The CRC-8 of humidity sensors with 0x131 as generator, by remainders of each half byte. */
final class CrcTable {
    /** The remainders of 0x100, 0x200 to 0xF00 divided by 0x131 without carry. */
    private static final int[] REMAINDERS = {
        0x00, 0x31, 0x62, 0x53, 0xC4, 0xF5, 0xA6, 0x97, 0xB9, 0x88, 0xDB, 0xEA, 0x7D, 0x4C, 0x1F, 0x2E
    };

    private CrcTable() {}

    /** The bytes with their check sum behind them. */
    static byte[] guarded(int initial, byte... bytes) {
        var rest = initial;
        for (var value : bytes) rest = half(half(rest ^ value & 0xFF));
        var guarded = Arrays.copyOf(bytes, bytes.length + 1);
        guarded[bytes.length] = (byte) rest;
        return guarded;
    }

    private static int half(int rest) {
        return (rest & 0x0F) << 4 ^ REMAINDERS[rest >> 4];
    }

    /** A word of 16 bits, high byte first, with its check sum behind it. */
    static byte[] guardedWord(int initial, long word) {
        return guarded(initial, (byte) (word >> 8), (byte) word);
    }
}
