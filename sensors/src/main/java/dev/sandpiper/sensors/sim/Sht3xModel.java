package dev.sandpiper.sensors.sim;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * Sensirion SHT3x-DIS (data sheet version 5, May 2018): commands of 16 bits (tables 9 to 17), single measurements and
 * measuring by itself, which only a break ends (section 4.8). Data is read once; without data, or before it is there,
 * the read header is not acknowledged (sections 4.4 and 4.6).
 */
final class Sht3xModel implements SimulatedChip {
    private final Conversion conversion;
    private boolean byItself;

    Sht3xModel(LongSupplier nanos) {
        conversion = new Conversion(nanos);
    }

    @Override
    public void powerOn() {
        byItself = false;
        conversion.forget();
    }

    @Override
    public void write(byte[] bytes) throws NoAcknowledgement {
        if (bytes.length < 2) return;
        var command = ByteBuffer.wrap(bytes).getShort() & 0xFFFF;
        if (command == 0x3093) powerOn();
        else if (byItself && command != 0xE000) throw new NoAcknowledgement();
        else take(command);
    }

    private void take(int command) {
        switch (command) {
            case 0x30A2 -> powerOn();
            case 0x2400 -> conversion.begin(15_500, Sht3xModel::climate);
            case 0x240B -> conversion.begin(6_500, Sht3xModel::climate);
            case 0x2416 -> conversion.begin(4_500, Sht3xModel::climate);
            // 0.5, 1, 2, 4 and 10 measurements a second, each high, medium, low (table 10)
            case 0x2032, 0x2024, 0x202F, 0x2130, 0x2126, 0x212D, 0x2236, 0x2220, 0x222B -> measureByItself();
            case 0x2334, 0x2322, 0x2329, 0x2737, 0x2721, 0x272A -> measureByItself();
            case 0xE000 -> conversion.begin(0, Sht3xModel::climate);
            case 0xF32D -> conversion.begin(0, _ -> CrcTable.guardedWord(0xFF, 0x8010));
            default -> {}
        }
    }

    private void measureByItself() {
        byItself = true;
        conversion.forget();
    }

    // The inverse of section 4.13
    private static byte[] climate(long nanos) {
        return ByteBuffer.allocate(6)
                .put(CrcTable.guardedWord(0xFF, Math.round((Climate.celsius(nanos) + 45) * 65535 / 175)))
                .put(CrcTable.guardedWord(0xFF, Math.round(Climate.humidity(nanos) * 65535 / 100)))
                .array();
    }

    @Override
    public byte[] read(int length) throws NoAcknowledgement {
        return conversion.take(length);
    }

    /** It has commands, no registers. */
    @Override
    public boolean put(int pointer, byte[] bytes) {
        return false;
    }
}
