package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * TE HTU21D(F) (data sheet HPC199): commands of one byte, a user register whose bits 7 and 0 are the resolution, 0x02
 * after power-on. While it measures, it does not acknowledge its address; a result is read once. The longest times are
 * those of the data sheet's table of conversion times.
 */
final class Htu21dModel implements SimulatedChip {
    private static final int RESERVED = 0x38;

    private final LongSupplier nanos;
    private final Conversion conversion;
    private int userRegister = 0x02;
    private boolean asked;
    private long awakeAt;

    Htu21dModel(LongSupplier nanos) {
        this.nanos = nanos;
        conversion = new Conversion(nanos);
        awakeAt = nanos.getAsLong();
    }

    @Override
    public void powerOn() {
        conversion.forget();
        userRegister = 0x02;
        asked = false;
        awakeAt = nanos.getAsLong() + 15_000_000;
    }

    @Override
    public void write(byte[] bytes) throws NoAcknowledgement {
        if (conversion.running() || nanos.getAsLong() - awakeAt < 0) throw new NoAcknowledgement();
        if (bytes.length == 0) return;
        asked = false;
        switch (bytes[0] & 0xFF) {
            case 0xE3, 0xF3 -> conversion.begin(temperatureTime(), this::temperature);
            case 0xE5, 0xF5 -> conversion.begin(humidityTime(), this::humidity);
            case 0xE6 -> setUserRegister(bytes);
            case 0xE7 -> asked = true;
            case 0xFE -> powerOn();
            default -> {}
        }
    }

    private void setUserRegister(byte[] bytes) {
        if (bytes.length > 1) userRegister = userRegister & RESERVED | bytes[1] & ~RESERVED & 0xFF;
    }

    /** 12/14, 8/12, 10/13, 11/11 bits of humidity and temperature. */
    private int resolution() {
        return (userRegister & 0x80) >> 6 | userRegister & 1;
    }

    private long temperatureTime() {
        return new long[] {50_000, 13_000, 25_000, 7_000}[resolution()];
    }

    private long humidityTime() {
        return new long[] {16_000, 3_000, 5_000, 8_000}[resolution()];
    }

    // The lowest two bits are 00 with a temperature, 10 with a humidity.
    private byte[] temperature(long at) {
        var bits = new int[] {14, 12, 13, 11}[resolution()];
        return CrcTable.guardedWord(0, cut((Climate.celsius(at) + 46.85) * 65536 / 175.72, bits));
    }

    private byte[] humidity(long at) {
        var bits = new int[] {12, 8, 10, 11}[resolution()];
        return CrcTable.guardedWord(0, cut((Climate.humidity(at) + 6) * 65536 / 125, bits) | 2);
    }

    private static long cut(double code, int bits) {
        return Math.round(code) >> 16 - bits << 16 - bits;
    }

    @Override
    public byte[] read(int length) throws NoAcknowledgement {
        return asked ? Arrays.copyOf(new byte[] {(byte) userRegister}, length) : conversion.take(length);
    }

    /** It has commands; its one register is not among those that can be put. */
    @Override
    public boolean put(int pointer, byte[] bytes) {
        return false;
    }
}
