package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Registers as listed in the configuration: runs of bytes from a pointer. A read answers with the run that starts at
 * the pointer, else from inside the run it lies in; past a run's end it goes on with the next address where that is
 * listed, else with zeros. Writes are stored. A bare read starts at the pointer written last.
 */
final class RegisterFile implements SimulatedChip {
    private final Map<Integer, byte[]> listed;
    private final TreeMap<Integer, byte[]> runs = new TreeMap<>();
    private int pointer;

    RegisterFile(Map<Integer, byte[]> listed) {
        this.listed = Map.copyOf(listed);
        powerOn();
    }

    /** What is listed are the reset values. */
    @Override
    public void powerOn() {
        runs.clear();
        listed.forEach((start, bytes) -> runs.put(start, bytes.clone()));
        pointer = 0;
    }

    @Override
    public void write(byte[] bytes) {
        if (bytes.length == 0) return;
        pointer = bytes[0] & 0xFF;
        if (bytes.length > 1) store(pointer, Arrays.copyOfRange(bytes, 1, bytes.length));
    }

    @Override
    public byte[] read(int length) {
        var answer = new byte[length];
        var address = pointer;
        for (var filled = 0; filled < length; ) {
            var from = spotOf(address);
            var count = Math.min(from.left(), length - filled);
            System.arraycopy(from.run(), from.index(), answer, filled, count);
            filled += count;
            address += count;
        }
        return answer;
    }

    @Override
    public boolean put(int start, byte[] bytes) {
        store(start, bytes);
        return true;
    }

    private void store(int start, byte[] bytes) {
        var address = start;
        for (var stored = 0; stored < bytes.length; ) {
            var into = spotToWrite(address);
            var count = into.left() == 0 ? begin(address, bytes, stored) : Math.min(into.left(), bytes.length - stored);
            if (into.left() > 0) System.arraycopy(bytes, stored, into.run(), into.index(), count);
            stored += count;
            address += count;
        }
    }

    /** A new run up to the next one listed, or beyond a 16-bit register; returns its length. */
    private int begin(int address, byte[] bytes, int from) {
        var next = runs.higherEntry(address);
        var room = next == null || next.getValue().length == 2 ? Integer.MAX_VALUE : next.getKey() - address;
        var run = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + room));
        runs.put(address, run);
        return run.length;
    }

    /** A place in a run; a run of one zero stands for what is not listed. */
    private record Spot(byte[] run, int index) {
        int left() {
            return run.length - index;
        }
    }

    private Spot spotOf(int address) {
        var run = runs.floorEntry(address);
        while (run != null && run.getKey() + run.getValue().length <= address) run = runs.lowerEntry(run.getKey());
        return run == null ? new Spot(new byte[1], 0) : new Spot(run.getValue(), address - run.getKey());
    }

    // Two bytes are one 16-bit register, whose neighbour is at the next pointer: a write to that pointer must not
    // change the low byte. In a longer run each byte has an address of its own.
    private Spot spotToWrite(int address) {
        var run = runs.floorEntry(address);
        while (run != null && run.getKey() + run.getValue().length <= address) run = runs.lowerEntry(run.getKey());
        if (run == null || (run.getKey() < address && run.getValue().length == 2)) return new Spot(new byte[0], 0);
        return new Spot(run.getValue(), address - run.getKey());
    }
}
