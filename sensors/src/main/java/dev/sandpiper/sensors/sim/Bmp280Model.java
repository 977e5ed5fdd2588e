package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * Bosch BMP280 (BST-BMP280-DS001 rev. 1.23): memory map of table 18, forced and normal mode of section 3.6, the longest
 * measurement times of section 3.8.1. It finds the codes for its climate by searching with the integer formulas of
 * section 3.11.3, with the constants of the worked example in section 3.12.
 */
class Bmp280Model implements SimulatedChip {
    /** Start-up after power-on: table 2, 2 ms at most. */
    private static final long START_UP = 2_000_000;

    private static final byte[] TRIMMING_T_P =
            HexFormat.of().parseHex("706b436718fc7d8e43d6d00b270b8c00f9ff8c3cf8c67017");

    private final LongSupplier nanos;
    private final byte[] memory = new byte[256];
    private final BitSet held = new BitSet();
    private int pointer;
    private long readyAt;
    private long doneAt;
    private boolean measuring;

    Bmp280Model(LongSupplier nanos) {
        this.nanos = nanos;
        reset();
        // It was on long before the agent started.
        readyAt = nanos.getAsLong();
    }

    int chipId() {
        return 0x58;
    }

    /** Further registers after a reset. */
    void resetMore() {}

    /** Stores the codes of a further measurement. */
    void measureMore(long now, int fine) {}

    /** What a further measurement adds to the time, in microseconds. */
    int timeForMore() {
        return 0;
    }

    @Override
    public final void powerOn() {
        reset();
    }

    private void reset() {
        Arrays.fill(memory, (byte) 0);
        held.clear();
        store(0x88, TRIMMING_T_P);
        store(0xD0, (byte) chipId());
        store(0xF7, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0x80, (byte) 0, (byte) 0);
        resetMore();
        measuring = false;
        pointer = 0;
        readyAt = nanos.getAsLong() + START_UP;
    }

    /** Stores bytes where nothing was put from outside. */
    final void store(int address, byte... bytes) {
        for (var i = 0; i < bytes.length; i++) if (!held.get(address + i)) memory[address + i] = bytes[i];
    }

    final int register(int address) {
        return memory[address] & 0xFF;
    }

    @Override
    public final void write(byte[] bytes) {
        settle();
        if (bytes.length == 0) return;
        pointer = bytes[0] & 0xFF;
        // Several registers are written as pairs of address and value; the address does not count on by itself.
        for (var i = 0; i + 1 < bytes.length; i += 2) take(bytes[i] & 0xFF, bytes[i + 1]);
    }

    private void take(int address, byte value) {
        if (address == 0xE0 && (value & 0xFF) == 0xB6) reset();
        if (writable(address)) store(address, value);
        if (address == 0xF4 && (value & 3) != 0) begin();
    }

    boolean writable(int address) {
        return address == 0xF4 || address == 0xF5;
    }

    private void begin() {
        conversionBegins();
        measuring = true;
        doneAt = nanos.getAsLong() + 1000L * microseconds();
    }

    /** Settings that take effect with a write to ctrl_meas do so now. */
    void conversionBegins() {}

    private int microseconds() {
        var control = register(0xF4);
        var temperature = 2300 * times(control >> 5);
        var pressure = times(control >> 2) == 0 ? 0 : 2300 * times(control >> 2) + 575;
        return 1250 + temperature + pressure + timeForMore();
    }

    /** How often a setting of three bits measures: 0, 1, 2, 4, 8, 16. */
    static int times(int setting) {
        var bits = setting & 7;
        return bits == 0 ? 0 : 1 << Math.min(bits, 5) - 1;
    }

    @Override
    public final byte[] read(int length) {
        settle();
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = memory[(pointer + i) & 0xFF];
        return bytes;
    }

    @Override
    public final boolean put(int address, byte[] bytes) {
        settle();
        for (var i = 0; i < bytes.length; i++) {
            memory[(address + i) & 0xFF] = bytes[i];
            held.set((address + i) & 0xFF);
        }
        return true;
    }

    private void settle() {
        var now = nanos.getAsLong();
        if (measuring && now >= doneAt) measured(now);
        var copying = now < readyAt ? 0x01 : 0;
        store(0xF3, (byte) (copying | (measuring ? 0x08 : 0)));
    }

    private void measured(long now) {
        var control = register(0xF4);
        var temperature = resolved(
                search(i -> centidegrees(fine(i)), Math.round(Climate.celsius(now) * 100), 20), times(control >> 5));
        var fine = fine(temperature);
        var pressure = search(i -> -pascal256(i, fine), -Math.round(Climate.pascal(now) * 256), 20);
        store(0xFA, bytes(temperature));
        store(0xF7, bytes(resolved(pressure, times(control >> 2))));
        measureMore(now, fine);
        // Forced mode ends in sleep; normal mode goes on, here without its stand-by time.
        measuring = (control & 3) == 3;
        if (measuring) doneAt = now + 1000L * microseconds();
        else store(0xF4, (byte) (control & ~3));
    }

    /** The smallest code of {@code bits} bits whose rising result reaches {@code wanted}. */
    static int search(IntToLongFunction rising, long wanted, int bits) {
        var code = 0;
        for (var bit = 1 << bits - 1; bit != 0; bit >>= 1) if (rising.applyAsLong(code + bit - 1) < wanted) code += bit;
        return code;
    }

    /** Skipped: 0x80000. Otherwise 16 bits for one measurement, and one bit more each time they double. */
    private static int resolved(int code, int times) {
        var unused = 4 - Integer.numberOfTrailingZeros(times);
        return times == 0 ? 0x80000 : code >> unused << unused;
    }

    private static byte[] bytes(int code) {
        return new byte[] {(byte) (code >> 12), (byte) (code >> 4), (byte) (code << 4)};
    }

    private static int centidegrees(int fine) {
        return fine * 5 + 128 >> 8;
    }

    // Section 3.11.3, with dig_T1 = 27504, dig_T2 = 26435, dig_T3 = -1000
    static int fine(int adc) {
        var var1 = ((adc >> 3) - (27504 << 1)) * 26435 >> 11;
        var difference = (adc >> 4) - 27504;
        var var2 = (difference * difference >> 12) * -1000 >> 14;
        return var1 + var2;
    }

    // dig_P1 to dig_P9 = 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000; result in 1/256 Pa
    static long pascal256(int adc, int fine) {
        var t = fine - 128_000L;
        var offset = t * t * -7 + (t * 140 << 17) + (2855L << 35);
        var slope = ((1L << 47) + (t * t * 3024 >> 8) + (t * -10685 << 12)) * 36477 >> 33;
        var p = ((1_048_576L - adc << 31) - offset) * 3125 / slope;
        var square = 6000 * (p >> 13) * (p >> 13) >> 25;
        var linear = -14600 * p >> 19;
        return (p + square + linear >> 8) + (15500 << 4);
    }
}
