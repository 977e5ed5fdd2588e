package dev.sandpiper.sensors.sim;

import java.util.Arrays;

/**
 * Microchip MCP23008 (DS21919E, 11 registers) and MCP23017 (DS20001952C, 11 pairs with IOCON.BANK = 0): the pointer goes
 * on with each byte and from the last register to the first. GPIO reads the pins: an output shows its latch, an input
 * what is outside, or its pull-up, or low; writing it writes the latch. What is put at GPIO is what is outside.
 */
final class Mcp230xxModel implements SimulatedChip, Driving {
    private static final int REGISTERS = 11;
    private static final int DIRECTION = 0x0;
    private static final int POLARITY = 0x1;
    private static final int PULL_UP = 0x6;
    private static final int PORT = 0x9;
    private static final int LATCH = 0xA;

    private final int ports;
    private final int[] registers;
    private final int[] outside;
    private final boolean[] driven;
    private int pointer;

    Mcp230xxModel(int ports) {
        this.ports = ports;
        this.registers = new int[REGISTERS * ports];
        this.outside = new int[ports];
        this.driven = new boolean[ports];
        powerOn();
    }

    @Override
    public void powerOn() {
        Arrays.fill(registers, 0);
        for (var port = 0; port < ports; port++) registers[at(DIRECTION, port)] = 0xFF;
        pointer = 0;
    }

    private int at(int kind, int port) {
        return kind * ports + port;
    }

    private int of(int kind, int port) {
        return registers[at(kind, port)];
    }

    @Override
    public void write(byte[] bytes) {
        if (bytes.length == 0) return;
        pointer = (bytes[0] & 0xFF) % registers.length;
        for (var i = 1; i < bytes.length; i++) {
            store(pointer, bytes[i] & 0xFF);
            pointer = (pointer + 1) % registers.length;
        }
    }

    private void store(int register, int value) {
        var kind = register / ports;
        var port = register % ports;
        if (kind == 0x7 || kind == 0x8) return;
        registers[kind == PORT ? at(LATCH, port) : register] = value;
    }

    @Override
    public byte[] read(int length) {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            var kind = pointer / ports;
            bytes[i] = (byte) (kind == PORT ? pins(pointer % ports) : registers[pointer]);
            pointer = (pointer + 1) % registers.length;
        }
        return bytes;
    }

    private int pins(int port) {
        var inputs = of(DIRECTION, port);
        var levels = driven[port] ? outside[port] : of(PULL_UP, port);
        return (of(LATCH, port) & ~inputs | levels & inputs) ^ of(POLARITY, port) & inputs;
    }

    @Override
    public boolean put(int register, byte[] bytes) {
        if (register + bytes.length > registers.length) return false;
        for (var i = 0; i < bytes.length; i++) putOne(register + i, bytes[i] & 0xFF);
        return true;
    }

    private void putOne(int register, int value) {
        if (register / ports != PORT) {
            registers[register] = value;
            return;
        }
        outside[register % ports] = value;
        driven[register % ports] = true;
    }

    @Override
    public String[] outputs() {
        var outputs = new String[8 * ports];
        for (var line = 0; line < outputs.length; line++) outputs[line] = shown(line / 8, 1 << line % 8);
        return outputs;
    }

    private String shown(int port, int bit) {
        if ((of(DIRECTION, port) & bit) != 0) return "input";
        return (of(LATCH, port) & bit) != 0 ? "high" : "low";
    }
}
