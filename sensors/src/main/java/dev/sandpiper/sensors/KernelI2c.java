package dev.sandpiper.sensors;

import dev.sandpiper.sensors.kernel.I2cBus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The I2C buses of this computer without Pi4J, which cannot send an address alone and knows no other board than a Pi. It
 * has no pins. A write of no bytes only asks whether somebody is there.
 *
 * <p>For one thread.
 */
public final class KernelI2c implements Board {
    private final Path devices;
    private final Path sysfs;
    private final Opener opener;
    private final Map<Integer, I2cBus> buses = new HashMap<>();

    /** Opens {@code /dev/i2c-1}. */
    @FunctionalInterface
    public interface Opener {
        I2cBus open(Path device) throws IOException;
    }

    /**
     * @param devices usually {@code /dev}
     * @param sysfs usually {@code /sys}
     */
    public KernelI2c(Path devices, Path sysfs, Opener opener) {
        this.devices = devices;
        this.sysfs = sysfs;
        this.opener = opener;
    }

    @Override
    public String model() {
        return "this computer";
    }

    @Override
    public Path sysfs() {
        return sysfs;
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        try {
            var open = buses.get(bus);
            if (open == null) buses.put(bus, open = opener.open(devices.resolve("i2c-" + bus)));
            return new Port(bus, address, open);
        } catch (IOException refused) {
            throw I2cFaults.whileOpening(bus, refused);
        }
    }

    private record Port(int bus, int address, I2cBus wire) implements I2cPort {
        @FunctionalInterface
        private interface Transfer {
            byte[] run() throws IOException;
        }

        private byte[] told(Transfer transfer) throws DeviceFault {
            try {
                return transfer.run();
            } catch (IOException failure) {
                throw I2cFaults.during(bus, address, failure);
            }
        }

        @Override
        public void write(byte... bytes) throws DeviceFault {
            told(() -> {
                if (bytes.length == 0) wire.knock(address);
                else wire.transfer(address, bytes, 0);
                return bytes;
            });
        }

        @Override
        public byte[] read(int length) throws DeviceFault {
            return told(() -> wire.transfer(address, new byte[0], length));
        }

        @Override
        public byte[] readRegister(int pointer, int length) throws DeviceFault {
            return told(() -> wire.transfer(address, new byte[] {(byte) pointer}, length));
        }

        @Override
        public String place() {
            return "i2c-%d at 0x%02x".formatted(bus, address);
        }

        @Override
        public void close() {}
    }

    @Override
    public InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        throw noPins();
    }

    @Override
    public OutputPin output(int pin, boolean high) throws DeviceFault {
        throw noPins();
    }

    @Override
    public PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault {
        throw noPins();
    }

    private static DeviceFault noPins() {
        return new DeviceFault("pins are not reached this way");
    }

    @Override
    public void close() {
        for (var bus : buses.values()) {
            try {
                bus.close();
            } catch (IOException harmless) {
                // The kernel takes a descriptor back also where it complains.
            }
        }
        buses.clear();
    }
}
