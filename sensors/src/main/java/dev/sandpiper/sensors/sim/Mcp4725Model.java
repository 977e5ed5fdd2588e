package dev.sandpiper.sensors.sim;

import java.util.function.LongSupplier;

/**
 * Microchip MCP4725 (DS22039D, section 6): commands of two or three bytes, told by their upper three bits and repeated
 * within one transfer. After power-on it has what the EEPROM says, mid-scale as delivered. Writing the EEPROM takes 50
 * ms, in which commands are ignored.
 */
final class Mcp4725Model implements SimulatedChip, Driving {
    private static final long WRITING = 50_000_000;

    private final LongSupplier nanos;
    private int powerDown;
    private int value;
    private int storedPowerDown;
    private int stored = 0x800;
    private long writtenAt;
    private boolean everWritten;

    Mcp4725Model(LongSupplier nanos) {
        this.nanos = nanos;
        powerOn();
    }

    @Override
    public void powerOn() {
        powerDown = storedPowerDown;
        value = stored;
    }

    private boolean busy() {
        return everWritten && nanos.getAsLong() - writtenAt < WRITING;
    }

    @Override
    public void write(byte[] bytes) {
        for (var at = 0; at < bytes.length; ) {
            var command = bytes[at] >> 5 & 7;
            var length = command < 2 ? 2 : 3;
            if (at + length > bytes.length) return;
            if (!busy()) take(command, bytes, at);
            at += length;
        }
    }

    private void take(int command, byte[] bytes, int at) {
        if (command < 2) {
            powerDown = bytes[at] >> 4 & 3;
            value = (bytes[at] & 0x0F) << 8 | bytes[at + 1] & 0xFF;
        } else if (command < 4) {
            powerDown = bytes[at] >> 1 & 3;
            value = (bytes[at + 1] & 0xFF) << 4 | bytes[at + 2] >> 4 & 0x0F;
            if (command == 3) store();
        }
    }

    private void store() {
        storedPowerDown = powerDown;
        stored = value;
        writtenAt = nanos.getAsLong();
        everWritten = true;
    }

    @Override
    public byte[] read(int length) {
        var all = new byte[] {
            (byte) ((busy() ? 0 : 0x80) | 0x40 | powerDown << 1),
            (byte) (value >> 4),
            (byte) (value << 4),
            (byte) (storedPowerDown << 5 | stored >> 8),
            (byte) stored
        };
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = all[i % all.length];
        return bytes;
    }

    @Override
    public boolean put(int pointer, byte[] bytes) {
        return false;
    }

    /** The part of the supply, 0 to 1. */
    @Override
    public String[] outputs() {
        return new String[] {Trace.fraction(powerDown == 0 ? value / 4096.0 : 0)};
    }
}
