package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * ROHM BH1750FVI (technical note 2009.04, rev. B): instructions of one byte, a data register that keeps the last result,
 * a measurement time register of 31 to 254, 69 after power-on. A measurement takes the typical 120 ms (16 ms with low
 * resolution), longer or shorter as the time register says; one-time modes end in power-down, where a reset of the data
 * is not taken.
 */
final class Bh1750Model implements SimulatedChip {
    private enum Mode {
        DOWN,
        ON,
        CONTINUOUS,
        ONCE
    }

    private final LongSupplier nanos;
    private Mode mode = Mode.DOWN;
    private int instruction;
    private int time = 69;
    private int data;
    private long doneAt;

    Bh1750Model(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void powerOn() {
        mode = Mode.DOWN;
        time = 69;
        data = 0;
    }

    @Override
    public void write(byte[] bytes) {
        settle();
        if (bytes.length > 0) take(bytes[0] & 0xFF);
    }

    private void take(int code) {
        switch (code) {
            case 0x00 -> mode = Mode.DOWN;
            case 0x01 -> mode = Mode.ON;
            case 0x07 -> data = mode == Mode.DOWN ? data : 0;
            case 0x10, 0x11, 0x13 -> begin(Mode.CONTINUOUS, code);
            case 0x20, 0x21, 0x23 -> begin(Mode.ONCE, code);
            default -> changeTime(code);
        }
    }

    private void changeTime(int code) {
        if (code >> 3 == 0b01000) time = time & 0x1F | (code & 7) << 5;
        if (code >> 5 == 0b011) time = time & 0xE0 | code & 0x1F;
    }

    private void begin(Mode next, int code) {
        mode = next;
        instruction = code & 3;
        doneAt = nanos.getAsLong() + duration();
    }

    private long duration() {
        return (instruction == 3 ? 16_000_000L : 120_000_000L) * time / 69;
    }

    private void settle() {
        var measuring = mode == Mode.CONTINUOUS || mode == Mode.ONCE;
        if (!measuring || nanos.getAsLong() - doneAt < 0) return;
        var now = nanos.getAsLong();
        var perLux = 1.2 * time / 69 * (instruction == 1 ? 2 : 1);
        data = (int) Math.min(Math.round(Climate.lux(now) * perLux), 65_535);
        if (mode == Mode.ONCE) mode = Mode.DOWN;
        else doneAt = now + duration();
    }

    @Override
    public byte[] read(int length) {
        settle();
        return Arrays.copyOf(new byte[] {(byte) (data >> 8), (byte) data}, length);
    }

    /** It has instructions, no registers with an address. */
    @Override
    public boolean put(int pointer, byte[] bytes) {
        return false;
    }
}
