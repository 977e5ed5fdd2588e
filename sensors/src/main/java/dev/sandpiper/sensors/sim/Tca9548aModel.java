package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * TI TCA9548A (SCPS207F, section 8.5.4): one control register. Of several bytes written the last one stays, and connects
 * after the stop; each byte read is the register. All zero after power-on.
 */
final class Tca9548aModel implements Switch {
    private int control;

    Tca9548aModel(LongSupplier nanos) {}

    @Override
    public int connected() {
        return control;
    }

    @Override
    public void powerOn() {
        control = 0;
    }

    @Override
    public void write(byte[] bytes) {
        if (bytes.length > 0) control = bytes[bytes.length - 1] & 0xFF;
    }

    @Override
    public byte[] read(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) control);
        return bytes;
    }

    @Override
    public boolean put(int pointer, byte[] bytes) {
        if (pointer != 0 || bytes.length != 1) return false;
        control = bytes[0] & 0xFF;
        return true;
    }
}
