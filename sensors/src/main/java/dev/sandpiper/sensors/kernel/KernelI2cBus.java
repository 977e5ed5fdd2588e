package dev.sandpiper.sensors.kernel;

import static dev.sandpiper.sensors.kernel.GpioAbi.offset;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;

/** {@code /dev/i2c-N}. */
public final class KernelI2cBus implements I2cBus {
    private static final long MESSAGE = I2cAbi.MESSAGE.byteSize();

    private final Path device;
    private final int fd;
    private final boolean quick;

    private KernelI2cBus(Path device, int fd, boolean quick) {
        this.device = device;
        this.fd = fd;
        this.quick = quick;
    }

    /** @throws IOException with the kernel's reason, for example that the user may not */
    public static I2cBus open(Path device) throws IOException {
        var fd = LibC.open(device);
        try (var arena = Arena.ofConfined()) {
            var abilities = arena.allocate(JAVA_LONG);
            LibC.ioctl(device.toString(), fd, I2cAbi.GET_ABILITIES, abilities);
            return new KernelI2cBus(device, fd, (abilities.get(JAVA_LONG, 0) & I2cAbi.CAN_QUICK) != 0);
        } catch (IOException refused) {
            LibC.close(fd);
            throw refused;
        }
    }

    // Selecting tells a kernel's chip from a free address. A controller that cannot end a transfer behind the address
    // reads a byte instead, as i2cdetect does.
    @Override
    public void knock(int address) throws IOException {
        LibC.ioctl(device.toString(), fd, I2cAbi.SELECT, MemorySegment.ofAddress(address));
        if (quick) quickWrite();
        else transfer(address, new byte[0], 1);
    }

    private void quickWrite() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var command = arena.allocate(I2cAbi.SMBUS);
            command.set(JAVA_BYTE, offset(I2cAbi.SMBUS, "read_write"), I2cAbi.WRITE);
            command.set(JAVA_INT, offset(I2cAbi.SMBUS, "size"), I2cAbi.QUICK);
            LibC.ioctl(device.toString(), fd, I2cAbi.TRANSFER_SMBUS, command);
        }
    }

    @Override
    public byte[] transfer(int address, byte[] written, int length) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var messages = arena.allocate(I2cAbi.MESSAGE, 2);
            var answer = arena.allocate(Math.max(1, length));
            var count = 0;
            if (written.length > 0) put(messages, count++, address, (short) 0, sent(arena, written), written.length);
            if (length > 0) put(messages, count++, address, I2cAbi.MESSAGE_READS, answer, length);
            var transaction = arena.allocate(I2cAbi.TRANSACTION);
            transaction.set(ADDRESS, offset(I2cAbi.TRANSACTION, "msgs"), messages);
            transaction.set(JAVA_INT, offset(I2cAbi.TRANSACTION, "nmsgs"), count);
            LibC.ioctl(device.toString(), fd, I2cAbi.TRANSFER, transaction);
            return answer.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }

    private static MemorySegment sent(SegmentAllocator arena, byte[] written) {
        return arena.allocateFrom(JAVA_BYTE, written);
    }

    private static void put(
            MemorySegment messages, int index, int address, short flags, MemorySegment bytes, int length) {
        var message = messages.asSlice(index * MESSAGE, MESSAGE);
        message.set(JAVA_SHORT, offset(I2cAbi.MESSAGE, "addr"), (short) address);
        message.set(JAVA_SHORT, offset(I2cAbi.MESSAGE, "flags"), flags);
        message.set(JAVA_SHORT, offset(I2cAbi.MESSAGE, "len"), (short) length);
        message.set(ADDRESS, offset(I2cAbi.MESSAGE, "buf"), bytes);
    }

    @Override
    public void close() throws IOException {
        LibC.close(fd);
    }
}
