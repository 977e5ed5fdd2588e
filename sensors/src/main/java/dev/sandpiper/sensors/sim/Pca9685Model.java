package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * NXP PCA9685 (Rev. 4): 256 addresses, those from 70 to 249 reserved and not acknowledged. With auto-increment the pointer
 * goes from 69 and from 254 back to 0. The prescaler is written asleep only, and not below 3; the registers of all
 * outputs at once (250 to 253) read as zero.
 */
final class Pca9685Model implements SimulatedChip, Driving {
    private static final int[] LED = {0x00, 0x00, 0x00, 0x10};

    private final int[] registers = new int[256];
    private int pointer;

    Pca9685Model(LongSupplier nanos) {
        powerOn();
    }

    @Override
    public void powerOn() {
        Arrays.fill(registers, 0);
        registers[0] = 0x11;
        registers[1] = 0x04;
        registers[2] = 0xE2;
        registers[3] = 0xE4;
        registers[4] = 0xE8;
        registers[5] = 0xE0;
        for (var i = 6; i < 70; i++) registers[i] = LED[(i - 6) % 4];
        registers[254] = 0x1E;
        pointer = 0;
    }

    private static boolean reserved(int register) {
        return register >= 70 && register < 250;
    }

    @Override
    public void write(byte[] bytes) throws NoAcknowledgement {
        if (bytes.length == 0) return;
        if (reserved(bytes[0] & 0xFF)) throw new NoAcknowledgement();
        pointer = bytes[0] & 0xFF;
        for (var i = 1; i < bytes.length; i++) {
            store(pointer, bytes[i] & 0xFF);
            advance();
        }
    }

    private void store(int register, int value) {
        if (register == 0) registers[0] = value & 0x7F;
        else if (register >= 250 && register < 254)
            for (var led = 0; led < 16; led++) led(6 + 4 * led + register - 250, value);
        else if (register == 254) preScale(value);
        else if (register >= 6 && register < 70) led(register, value);
        else registers[register] = value;
    }

    // The high byte of each count has five bits.
    private void led(int register, int value) {
        registers[register] = (register - 6) % 2 == 1 ? value & 0x1F : value;
    }

    private void preScale(int value) {
        if ((registers[0] & 0x10) != 0) registers[254] = Math.max(value, 3);
    }

    private void advance() {
        if ((registers[0] & 0x20) == 0) return;
        pointer = pointer == 69 || pointer == 254 ? 0 : pointer + 1;
    }

    @Override
    public byte[] read(int length) throws NoAcknowledgement {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            bytes[i] = (byte) registers[pointer];
            advance();
        }
        return bytes;
    }

    @Override
    public boolean put(int register, byte[] bytes) {
        if (register + bytes.length > registers.length) return false;
        for (var i = 0; i < bytes.length; i++) registers[register + i] = bytes[i] & 0xFF;
        return true;
    }

    /** The part of the time for which each output is high. */
    @Override
    public String[] outputs() {
        var outputs = new String[16];
        for (var led = 0; led < outputs.length; led++) outputs[led] = Trace.fraction(high(6 + 4 * led) / 4096.0);
        return outputs;
    }

    private int high(int led) {
        var asleep = (registers[0] & 0x10) != 0;
        if (asleep || (registers[led + 3] & 0x10) != 0) return 0;
        if ((registers[led + 1] & 0x10) != 0) return 4096;
        var on = registers[led] | registers[led + 1] << 8;
        var off = registers[led + 2] | registers[led + 3] << 8;
        return Math.floorMod(off - on, 4096);
    }
}
