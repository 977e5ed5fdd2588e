package dev.sandpiper.sensors.sim;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * Sensirion SHT4x (data sheet version 7.1, March 2025): commands of one byte; the answer is read once and not
 * acknowledged before it is there. The heater's commands end in a measurement of high precision.
 */
final class Sht4xModel implements SimulatedChip {
    private final Conversion conversion;

    Sht4xModel(LongSupplier nanos) {
        conversion = new Conversion(nanos);
    }

    @Override
    public void powerOn() {
        conversion.forget();
    }

    @Override
    public void write(byte[] bytes) throws NoAcknowledgement {
        if (bytes.length == 0) return;
        if (conversion.running()) throw new NoAcknowledgement();
        switch (bytes[0] & 0xFF) {
            case 0xFD -> conversion.begin(8_300, Sht4xModel::climate);
            case 0xF6 -> conversion.begin(4_500, Sht4xModel::climate);
            case 0xE0 -> conversion.begin(1_700, Sht4xModel::climate);
            case 0x89 -> conversion.begin(0, _ -> serialNumber());
            case 0x94 -> powerOn();
            case 0x39, 0x2F, 0x1E -> conversion.begin(1_108_300, Sht4xModel::climate);
            case 0x32, 0x24, 0x15 -> conversion.begin(118_300, Sht4xModel::climate);
            default -> {}
        }
    }

    private static byte[] climate(long nanos) {
        return words((Climate.celsius(nanos) + 45) / 175 * 65535, (Climate.humidity(nanos) + 6) / 125 * 65535);
    }

    private static byte[] serialNumber() {
        return words(0x0F00, 0x5EED);
    }

    private static byte[] words(double first, double second) {
        return ByteBuffer.allocate(6)
                .put(CrcTable.guardedWord(0xFF, Math.round(first)))
                .put(CrcTable.guardedWord(0xFF, Math.round(second)))
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
