package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.kernel.I2cBus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelI2cTest {
    private final Wire wire = new Wire();
    private final KernelI2c board = new KernelI2c(Path.of("/dev"), Path.of("/sys"), device -> {
        wire.calls.add("open " + device);
        return wire;
    });

    /** Keeps what it was told; answers, or fails as the kernel does. */
    private static final class Wire implements I2cBus {
        final List<String> calls = new ArrayList<>();
        String failure = "";

        @Override
        public void knock(int address) throws IOException {
            called("knock 0x%02x".formatted(address));
        }

        @Override
        public byte[] transfer(int address, byte[] written, int length) throws IOException {
            called("transfer 0x%02x %s %d".formatted(address, Arrays.toString(written), length));
            var answer = new byte[length];
            Arrays.fill(answer, (byte) 0x5A);
            return answer;
        }

        private void called(String what) throws IOException {
            if (!failure.isEmpty()) throw new IOException("/dev/i2c-1: " + failure);
            calls.add(what);
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @Test
    void eachTransferIsOneTransactionAndTheBusIsOpenedOnce() throws DeviceFault {
        board.i2c(1, 0x76).write();
        board.i2c(1, 0x76).write((byte) 1, (byte) 2);
        assertArrayEquals(new byte[] {0x5A, 0x5A}, board.i2c(1, 0x48).read(2));
        board.i2c(1, 0x48).readRegister(0xD0, 1);
        board.close();
        assertEquals(
                List.of(
                        "open /dev/i2c-1",
                        "knock 0x76",
                        "transfer 0x76 [1, 2] 0",
                        "transfer 0x48 [] 2",
                        "transfer 0x48 [-48] 1",
                        "close"),
                wire.calls);
    }

    /** The texts of strerror for EREMOTEIO, ENXIO, ETIMEDOUT, EIO, EBUSY. */
    @ParameterizedTest
    @CsvSource({
        "Remote I/O error, SILENT",
        "No such device or address, SILENT",
        "Connection timed out, HELD",
        "Input/output error, BROKEN_OFF",
        "Device or resource busy, LASTING"
    })
    void theKernelsReasonSaysWhatToExpect(String reason, Nature nature) throws DeviceFault {
        var port = board.i2c(1, 0x76);
        wire.failure = reason;
        assertEquals(nature, assertThrows(DeviceFault.class, port::write).nature());
    }

    @Test
    void whoMayNotIsToldWhichGroupToJoin() {
        var locked = new KernelI2c(Path.of("/dev"), Path.of("/sys"), device -> {
            throw new IOException(device + ": Permission denied");
        });
        assertEquals(
                "no permission for /dev/i2c-1; add the user to the group i2c: sudo usermod -aG i2c $USER",
                assertThrows(DeviceFault.class, () -> locked.i2c(1, 0x08)).getMessage());
    }
}
