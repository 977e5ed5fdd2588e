package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Aosong AHT20 (product manual version 1.1, section 5; the check sum is in that of the DHT20, version 1.0): a status
 * byte, data that stays until the next measurement, and bit 3 of the status clear until the chip was initialised, as
 * section 5.4 allows for. A measurement takes 75 ms; the manual has the host wait 80 ms.
 */
final class Aht20Model implements SimulatedChip {
    private static final long MEASUREMENT = 75_000_000;

    private final LongSupplier nanos;
    private final byte[] data = new byte[5];
    private boolean calibrated;
    private boolean measuring;
    private long doneAt;

    Aht20Model(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void powerOn() {
        calibrated = false;
        measuring = false;
        Arrays.fill(data, (byte) 0);
    }

    @Override
    public void write(byte[] bytes) {
        settle();
        if (bytes.length == 0 || measuring) return;
        switch (bytes[0] & 0xFF) {
            case 0xBE -> calibrated = true;
            case 0xBA -> powerOn();
            case 0xAC -> begin();
            default -> {}
        }
    }

    private void begin() {
        measuring = true;
        doneAt = nanos.getAsLong() + MEASUREMENT;
    }

    private void settle() {
        if (!measuring || nanos.getAsLong() - doneAt < 0) return;
        measuring = false;
        var humidity = Math.round(Climate.humidity(doneAt) / 100 * 1_048_576);
        var temperature = Math.round((Climate.celsius(doneAt) + 50) / 200 * 1_048_576);
        var both = humidity << 20 | temperature;
        for (var i = 0; i < data.length; i++) data[i] = (byte) (both >> 32 - 8 * i);
    }

    @Override
    public byte[] read(int length) {
        settle();
        var bytes = new byte[6];
        bytes[0] = (byte) (0x10 | (calibrated ? 0x08 : 0) | (measuring ? 0x80 : 0));
        System.arraycopy(data, 0, bytes, 1, data.length);
        return Arrays.copyOf(CrcTable.guarded(0xFF, bytes), length);
    }

    /** It has commands, no registers. */
    @Override
    public boolean put(int pointer, byte[] bytes) {
        return false;
    }
}
