package dev.sandpiper.sensors;

import com.pi4j.context.Context;
import com.pi4j.io.i2c.I2C;
import java.util.function.IntSupplier;

/**
 * An I2C device through Pi4J. Register reads go through I2C_RDWR, which carries the address; plain reads and writes go
 * to the address selected last on the bus.
 *
 * <p>Pi4J 3.0.4 notes an address as selected before the kernel agreed: where selecting failed once, the next write
 * would go to the chip selected before. So after each failure a reserved address is selected, without a transfer, and
 * Pi4J has to select the right one anew.
 *
 * <p>The reserved address also tells a chip that says zeros from a data line that is held low.
 */
final class Pi4jI2cPort implements Board.I2cPort {
    /** Reserved by the I2C specification (UM10204 rev. 7, table 4), so no chip has it. */
    static final int RESERVED_ADDRESS = 0x7F;

    private final Context context;
    private final I2C device;
    private final I2C decoy;
    private boolean closed;

    Pi4jI2cPort(Context context, I2C device, I2C decoy) {
        this.context = context;
        this.device = device;
        this.decoy = decoy;
    }

    @Override
    public void write(byte... bytes) throws DeviceFault {
        var written = transfer(() -> device.write(bytes, 0, bytes.length));
        if (written < bytes.length) throw I2cFaults.shortWrite(device.bus(), device.device(), written, bytes.length);
    }

    @Override
    public byte[] read(int length) throws DeviceFault {
        var buffer = new byte[length];
        return whole(buffer, transfer(() -> device.read(buffer, 0, length)));
    }

    @Override
    public byte[] readRegister(int pointer, int length) throws DeviceFault {
        var buffer = new byte[length];
        return whole(buffer, transfer(() -> device.readRegister(pointer, buffer, 0, length)));
    }

    private byte[] whole(byte[] buffer, int count) throws DeviceFault {
        if (count < buffer.length)
            throw I2cFaults.shortRead(device.bus(), device.device(), Math.max(count, 0), buffer.length);
        if (isZero(buffer) && everyoneAnswers()) throw I2cFaults.everyoneAnswers(device.bus());
        return buffer;
    }

    private static boolean isZero(byte[] bytes) {
        for (var each : bytes) if (each != 0) return false;
        return bytes.length > 0;
    }

    // Broadcom's controller takes a data line that is held low for an acknowledgement, and for zeros: an LM75 would
    // read
    // 0 °C. Where the reserved address acknowledges too, it is that.
    private boolean everyoneAnswers() {
        try {
            return decoy.read(new byte[1], 0, 1) == 1;
        } catch (RuntimeException | LinkageError nobody) {
            return false;
        }
    }

    private int transfer(IntSupplier transaction) throws DeviceFault {
        if (closed) throw new DeviceFault(place() + ": closed");
        try {
            return transaction.getAsInt();
        } catch (RuntimeException | LinkageError failure) {
            deselect();
            throw I2cFaults.during(device.bus(), device.device(), failure);
        }
    }

    private void deselect() {
        try {
            decoy.execute(() -> true);
        } catch (RuntimeException | LinkageError failure) {
            // Selecting failed again. Pi4J noted the reserved address all the same, and that is what counts.
        }
    }

    @Override
    public String place() {
        return "i2c-%d at 0x%02x".formatted(device.bus(), device.device());
    }

    @Override
    public void close() {
        if (closed || context.isShutdown()) return;
        closed = true;
        device.close();
        context.shutdown(device.id());
    }
}
