package dev.sandpiper.sensors.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What the models of INA219 (SBOS448) and INA226 (SBOS547) share: words behind a pointer that stays, conversions of the
 * voltage across a shunt, then of the bus, by the three mode bits of the configuration: once after each write (001 to
 * 011), all the time (101 to 111) or never. At the shunt are 15 to 25 mV, at the bus some 12 V.
 */
abstract class CurrentModel implements SimulatedChip {
    private final LongSupplier nanos;
    private final Map<Integer, Integer> words = new HashMap<>();
    private final Set<Integer> held = new HashSet<>();
    private int pointer;
    private boolean converting;
    private long begun;

    CurrentModel(LongSupplier nanos) {
        this.nanos = nanos;
        powerOn();
    }

    /** The configuration after a reset. */
    abstract int resetConfiguration();

    /** Bits of the configuration that can be written, and those that are always set. */
    abstract int writableConfiguration();

    /** How long both conversions take at most, in nanoseconds. */
    abstract long conversion();

    /** Stores the results: volts across the shunt, volts of the bus. */
    abstract void converted(double shunt, double bus);

    /** Lowers the flag of a conversion that ended. */
    abstract void notReady();

    /** Something was read. */
    void wasRead(int register) {}

    @Override
    public final void powerOn() {
        words.clear();
        held.clear();
        pointer = 0;
        word(0, resetConfiguration());
        resetMore();
        begin();
    }

    /** Further registers after a reset. */
    void resetMore() {}

    private void begin() {
        converting = (word(0) & 3) != 0;
        begun = nanos.getAsLong();
        notReady();
    }

    private void settle() {
        var now = nanos.getAsLong();
        if (!converting || now - begun < conversion()) return;
        converting = (word(0) & 4) != 0;
        begun = now;
        converted(0.020 + (Climate.celsius(now) - 21.5) / 600, 12 + (Climate.humidity(now) - 48) / 10);
    }

    final int word(int register) {
        return words.getOrDefault(register, 0);
    }

    /** Sets a register unless it was put from outside. */
    final void word(int register, int value) {
        if (!held.contains(register)) words.put(register, value & 0xFFFF);
    }

    @Override
    public final void write(byte[] bytes) {
        settle();
        if (bytes.length == 0) return;
        pointer = bytes[0] & 0xFF;
        if (bytes.length < 3) return;
        var value = (bytes[1] & 0xFF) << 8 | bytes[2] & 0xFF;
        if (pointer == 0) configure(value);
        if (pointer == 5) word(5, calibration(value));
    }

    /** What the calibration register takes of a word written to it. */
    abstract int calibration(int written);

    private void configure(int value) {
        if ((value & 0x8000) != 0) {
            powerOn();
            return;
        }
        var kept = resetConfiguration() & ~writableConfiguration();
        word(0, value & writableConfiguration() | kept);
        begin();
    }

    @Override
    public final byte[] read(int length) {
        settle();
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte) (word(pointer) >> (i % 2 == 0 ? 8 : 0));
        wasRead(pointer);
        return bytes;
    }

    @Override
    public final boolean put(int register, byte[] bytes) {
        if (bytes.length != 2) return false;
        words.put(register, (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF);
        held.add(register);
        return true;
    }
}
