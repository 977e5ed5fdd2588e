package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Microchip MCP9808 (DS25095A): registers of two bytes behind a pointer, that of the resolution has one. It measures by
 * itself unless shut down; the temperature is 0 °C until the first conversion is done. Its upper three bits compare with
 * the critical, the upper and the lower limit, all 0 °C after a reset.
 */
final class Mcp9808Model implements SimulatedChip {
    private static final int RESOLUTION = 8;

    private final LongSupplier nanos;
    private final int[] registers = new int[16];
    private final Set<Integer> held = new HashSet<>();
    private int pointer;
    private long begun;

    Mcp9808Model(LongSupplier nanos) {
        this.nanos = nanos;
        powerOn();
        // It was on long before the agent started.
        measure();
    }

    @Override
    public void powerOn() {
        Arrays.fill(registers, 0);
        held.clear();
        registers[6] = 0x0054;
        registers[7] = 0x0400;
        registers[RESOLUTION] = 3;
        pointer = 0;
        begun = nanos.getAsLong();
    }

    private boolean shutDown() {
        return (registers[1] & 0x0100) != 0;
    }

    private void settle() {
        var period = new long[] {30_000_000, 65_000_000, 130_000_000, 250_000_000}[registers[RESOLUTION] & 3];
        if (!shutDown() && nanos.getAsLong() - begun >= period) measure();
    }

    private void measure() {
        begun = nanos.getAsLong();
        var unused = 3 - (registers[RESOLUTION] & 3);
        var sixteenths = (int) Math.round(Climate.celsius(begun) * 16) >> unused << unused;
        var flags = (sixteenths >= limit(4) ? 0x8000 : 0)
                | (sixteenths > limit(2) ? 0x4000 : 0)
                | (sixteenths < limit(3) ? 0x2000 : 0);
        if (!held.contains(5)) registers[5] = flags | sixteenths & 0x1FFF;
    }

    /** A limit in sixteenths; its lowest two bits do not exist. */
    private int limit(int register) {
        return (short) (registers[register] << 3) >> 3;
    }

    @Override
    public void write(byte[] bytes) {
        settle();
        if (bytes.length == 0) return;
        pointer = bytes[0] & 0x0F;
        if (pointer == RESOLUTION && bytes.length > 1) registers[RESOLUTION] = bytes[1] & 3;
        else if (bytes.length > 2) take((bytes[1] & 0xFF) << 8 | bytes[2] & 0xFF);
    }

    private void take(int word) {
        if (pointer == 1) configure(word);
        if (pointer >= 2 && pointer <= 4) registers[pointer] = word & 0x1FFC;
    }

    // Locked (bits 7 and 6): the hysteresis, shutting down and the output's settings stay what they are.
    private void configure(int word) {
        var locked = (registers[1] & 0x00C0) != 0;
        var wasShutDown = shutDown();
        registers[1] = locked ? registers[1] | word & 0x00C0 : word & 0x07CF;
        if (wasShutDown && !shutDown()) begun = nanos.getAsLong();
    }

    @Override
    public byte[] read(int length) {
        settle();
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            var high = i % 2 == 0 && pointer != RESOLUTION;
            bytes[i] = (byte) (registers[pointer] >> (high ? 8 : 0));
        }
        return bytes;
    }

    @Override
    public boolean put(int register, byte[] bytes) {
        var size = register == RESOLUTION ? 1 : 2;
        if (register > RESOLUTION || bytes.length != size) return false;
        registers[register] = size == 1 ? bytes[0] & 3 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        held.add(register);
        return true;
    }
}
