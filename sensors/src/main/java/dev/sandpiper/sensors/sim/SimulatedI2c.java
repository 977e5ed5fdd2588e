package dev.sandpiper.sensors.sim;

import com.pi4j.exception.Pi4JException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CBusBase;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import com.pi4j.io.i2c.I2CProviderBase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** I2C as the linuxfs provider of Pi4J 3.0.4 does it, with the same exceptions, on simulated {@link Buses}. */
final class SimulatedI2c extends I2CBase<SimulatedI2c.Bus> {
    private final Buses buses;

    private SimulatedI2c(I2CProvider provider, I2CConfig config, Bus bus, Buses buses) {
        super(provider, config, bus);
        this.buses = buses;
    }

    /** Pi4J's lock and its two layers of wrapping around each failure. */
    static final class Bus extends I2CBusBase {
        Bus(I2CConfig config) {
            super(config);
        }

        @Override
        public <R> R execute(I2C device, Callable<R> action) {
            return _execute(device, () -> {
                try {
                    return action.call();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new Pi4JException(
                            "Failed to execute action for device " + device.device() + " on bus " + bus, e);
                }
            });
        }
    }

    static final class Provider extends I2CProviderBase {
        private final Buses wires;
        private final Map<Integer, Bus> buses = new HashMap<>();

        Provider(Buses wires) {
            super("simulated-i2c", "Simulated I2C");
            this.wires = wires;
        }

        @Override
        public synchronized I2C create(I2CConfig config) {
            var bus = buses.computeIfAbsent(config.bus(), _ -> new Bus(config));
            var device = new SimulatedI2c(this, config, bus, wires);
            context().registry().add(device);
            return device;
        }
    }

    @Override
    public int write(byte b) {
        return write(new byte[] {b}, 0, 1);
    }

    @Override
    public int write(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        var bytes = Arrays.copyOfRange(data, offset, offset + length);
        return execute(() -> buses.write(bus(), device(), bytes));
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return fill(buffer, offset, execute(() -> buses.read(bus(), device(), length)));
    }

    @Override
    public int readRegister(int register) {
        var one = new byte[1];
        return readRegister(register, one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int readRegister(int register, byte[] buffer, int offset, int length) {
        return readRegister(new byte[] {(byte) register}, buffer, offset, length);
    }

    @Override
    public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return fill(buffer, offset, execute(() -> buses.writeRead(bus(), device(), register, length)));
    }

    private static int fill(byte[] buffer, int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, offset, bytes.length);
        return bytes.length;
    }

    @Override
    public int writeRegister(int register, byte b) {
        return write(new byte[] {(byte) register, b}, 0, 2);
    }

    @Override
    public int writeRegister(int register, byte[] data, int offset, int length) {
        return writeRegister(new byte[] {(byte) register}, data, offset, length);
    }

    @Override
    public int writeRegister(byte[] register, byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        var bytes = Arrays.copyOf(register, register.length + length);
        System.arraycopy(data, offset, bytes, register.length, length);
        return write(bytes, 0, bytes.length) - register.length;
    }
}
