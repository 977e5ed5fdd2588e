package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * NXP PCF8574 (Rev. 5, section 8): each byte written is the port, each byte read the levels of its pins: low where the
 * port or something outside pulls them down. All high after power-on. What is put is what is outside, high everywhere
 * until then.
 */
final class Pcf8574Model implements SimulatedChip, Driving {
    private int port = 0xFF;
    private int outside = 0xFF;

    Pcf8574Model(LongSupplier nanos) {}

    @Override
    public void powerOn() {
        port = 0xFF;
    }

    @Override
    public void write(byte[] bytes) {
        if (bytes.length > 0) port = bytes[bytes.length - 1] & 0xFF;
    }

    @Override
    public byte[] read(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) (port & outside));
        return bytes;
    }

    @Override
    public boolean put(int pointer, byte[] bytes) {
        if (pointer != 0 || bytes.length != 1) return false;
        outside = bytes[0] & 0xFF;
        return true;
    }

    @Override
    public String[] outputs() {
        var outputs = new String[8];
        for (var line = 0; line < outputs.length; line++) outputs[line] = (port & 1 << line) != 0 ? "high" : "low";
        return outputs;
    }
}
