package dev.sandpiper.sensors.sim;

import java.util.HashSet;
import java.util.Set;

/**
 * What LM75 and TMP102 have in common: four registers of two bytes behind a pointer that stays where it was written
 * (NXP LM75B rev. 6.1, table 5; TI TMP102 SBOS397, table 1).
 */
abstract class WordChip implements SimulatedChip {
    private final int[] registers = new int[4];
    private final Set<Integer> held = new HashSet<>();
    private int pointer;

    /** Registers after a reset, in the order of their pointers. */
    final void reset(int... words) {
        System.arraycopy(words, 0, registers, 0, registers.length);
        held.clear();
        pointer = 0;
    }

    final int word(int register) {
        return registers[register];
    }

    /** Sets a register unless it was put from outside. */
    final void word(int register, int value) {
        if (!held.contains(register)) registers[register] = value & 0xFFFF;
    }

    /** Brings the registers up to the present moment. */
    abstract void settle();

    /** The chip was written to: which register, and what it held before. */
    abstract void written(int register, int before);

    @Override
    public void write(byte[] bytes) {
        settle();
        if (bytes.length == 0) return;
        pointer = bytes[0] & 3;
        if (bytes.length == 1 || pointer == 0) return;
        var before = registers[pointer];
        registers[pointer] = taken(before, bytes, 1);
        written(pointer, before);
    }

    @Override
    public byte[] read(int length) {
        settle();
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte) (registers[pointer] >> (i % 2 == 0 ? 8 : 0));
        return bytes;
    }

    @Override
    public boolean put(int register, byte[] bytes) {
        if (register > 3 || bytes.length == 0 || bytes.length > 2) return false;
        registers[register] = taken(registers[register], bytes, 0);
        held.add(register);
        return true;
    }

    static int merge(int before, int mask, int now) {
        return (before & ~mask) | (now & mask);
    }

    /** A register after its high byte, or both, were written. */
    private static int taken(int before, byte[] bytes, int from) {
        var high = merge(before, 0xFF00, bytes[from] << 8);
        return from + 1 < bytes.length ? merge(high, 0x00FF, bytes[from + 1]) : high;
    }
}
