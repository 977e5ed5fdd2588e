package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CBusBase;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import com.pi4j.io.i2c.I2CProviderBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bus that selects addresses as LinuxFsI2CBus of Pi4J 3.0.4 does: it notes one as selected before the kernel agreed. */
class Pi4jI2cPortTest {
    private static final int BUSY = 0x76;
    private static final int RESERVED = 0x7F;

    @TempDir
    Path sysfs;

    private boolean owned = true;
    private boolean dataLineLow;
    private final List<String> written = new ArrayList<>();

    private final class SelectingBus extends I2CBusBase {
        private int noted;
        private int selected;

        SelectingBus(I2CConfig config) {
            super(config);
        }

        @Override
        public <R> R execute(I2C device, Callable<R> action) {
            return _execute(device, () -> {
                select(device.device());
                return action.call();
            });
        }

        private void select(int address) throws IOException {
            if (noted == address) return;
            noted = address;
            if (address == BUSY && owned) throw new IOException("Device or resource busy");
            selected = address;
        }

        int read(I2C device) {
            return execute(device, () -> {
                if (selected == RESERVED && !dataLineLow) throw new IOException("Remote I/O error");
                written.add("read from 0x%02x".formatted(selected));
                return 1;
            });
        }

        int write(I2C device, int value) {
            return execute(device, () -> {
                written.add("0x%02x to 0x%02x".formatted(value, selected));
                return 1;
            });
        }
    }

    private static final class Device extends I2CBase<SelectingBus> {
        Device(I2CProvider provider, I2CConfig config, SelectingBus bus) {
            super(provider, config, bus);
        }

        @Override
        public int write(byte b) {
            return i2CBus.write(this, b);
        }

        @Override
        public int write(byte[] data, int offset, int length) {
            return i2CBus.write(this, data[offset]);
        }

        @Override
        public int read() {
            throw new Pi4JException("not read here");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return i2CBus.read(this);
        }

        @Override
        public int readRegister(int register) {
            return read();
        }

        @Override
        public int readRegister(int register, byte[] buffer, int offset, int length) {
            return read();
        }

        @Override
        public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
            return read();
        }

        @Override
        public int writeRegister(int register, byte b) {
            return read();
        }

        @Override
        public int writeRegister(int register, byte[] data, int offset, int length) {
            return read();
        }

        @Override
        public int writeRegister(byte[] register, byte[] data, int offset, int length) {
            return read();
        }
    }

    private final class Provider extends I2CProviderBase {
        private final List<SelectingBus> bus = new ArrayList<>();

        Provider() {
            super("selecting-i2c");
        }

        @Override
        public I2C create(I2CConfig config) {
            if (bus.isEmpty()) bus.add(new SelectingBus(config));
            var device = new Device(this, config, bus.getFirst());
            context().registry().add(device);
            return device;
        }
    }

    @Test
    void afterSelectingAnAddressFailedNothingIsWrittenToTheChipSelectedBefore() throws DeviceFault {
        Context context = Pi4J.newContextBuilder().add(new Provider()).build();
        try (var board = Pi4jBoard.real(context, new NoInputs(), "test", sysfs)) {
            var relay = board.i2c(1, 0x20);
            var busy = board.i2c(1, BUSY);
            relay.write((byte) 0x01);
            for (var attempt = 0; attempt < 3; attempt++)
                assertThrows(DeviceFault.class, () -> busy.write((byte) 0x02));
            relay.write((byte) 0x03);
        }
        assertEquals(List.of("0x01 to 0x20", "0x03 to 0x20"), written);
    }

    @Test
    void afterSelectingAnAddressFailedNothingIsReadFromTheChipSelectedBefore() throws DeviceFault {
        Context context = Pi4J.newContextBuilder().add(new Provider()).build();
        try (var board = Pi4jBoard.real(context, new NoInputs(), "test", sysfs)) {
            var other = board.i2c(1, 0x20);
            var busy = board.i2c(1, BUSY);
            other.read(1);
            for (var attempt = 0; attempt < 3; attempt++) assertThrows(DeviceFault.class, () -> busy.read(1));
            assertThrows(DeviceFault.class, () -> busy.write((byte) 0x02));
            assertThrows(DeviceFault.class, () -> busy.read(1));
            other.read(1);
        }
        assertEquals(List.of("read from 0x20", "read from 0x20"), written);
    }

    @Test
    void zerosOfADataLineThatIsHeldLowAreNoValue() throws DeviceFault {
        Context context = Pi4J.newContextBuilder().add(new Provider()).build();
        try (var board = Pi4jBoard.real(context, new NoInputs(), "test", sysfs)) {
            var chip = board.i2c(1, 0x48);
            assertArrayEquals(new byte[1], chip.read(1));
            dataLineLow = true;
            var fault = assertThrows(DeviceFault.class, () -> chip.read(1));
            assertEquals(
                    "the data line of i2c-1 is held low: an address that nobody has acknowledges; check wiring and pull-up resistors",
                    fault.getMessage());
            assertEquals(DeviceFault.Nature.BROKEN_OFF, fault.nature());
        }
    }

    @Test
    void afterSelectingFailedOnceTheRightChipIsReached() throws DeviceFault {
        Context context = Pi4J.newContextBuilder().add(new Provider()).build();
        try (var board = Pi4jBoard.real(context, new NoInputs(), "test", sysfs)) {
            var busy = board.i2c(1, BUSY);
            board.i2c(1, 0x20).write((byte) 0x01);
            assertThrows(DeviceFault.class, () -> busy.write((byte) 0x02));
            owned = false;
            busy.write((byte) 0x03);
        }
        assertEquals(List.of("0x01 to 0x20", "0x03 to 0x76"), written);
    }
}
