package dev.sandpiper.sensors.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The figures are what gcc says of {@code sizeof}, {@code offsetof} and the macros of Linux 6's {@code linux/i2c.h} and
 * {@code linux/i2c-dev.h}, on x86-64.
 */
class I2cAbiTest {
    private static final Map<String, MemoryLayout> STRUCTURES = Map.of(
            "i2c_smbus_ioctl_data", I2cAbi.SMBUS,
            "i2c_msg", I2cAbi.MESSAGE,
            "i2c_rdwr_ioctl_data", I2cAbi.TRANSACTION);

    @ParameterizedTest
    @CsvSource({"i2c_smbus_ioctl_data, 16", "i2c_msg, 16", "i2c_rdwr_ioctl_data, 16"})
    void eachStructureHasTheSizeOfC(String structure, long size) {
        assertEquals(size, STRUCTURES.get(structure).byteSize());
    }

    @ParameterizedTest
    @CsvSource({
        "i2c_smbus_ioctl_data, read_write, 0",
        "i2c_smbus_ioctl_data, command, 1",
        "i2c_smbus_ioctl_data, size, 4",
        "i2c_smbus_ioctl_data, data, 8",
        "i2c_msg, addr, 0",
        "i2c_msg, flags, 2",
        "i2c_msg, len, 4",
        "i2c_msg, buf, 8",
        "i2c_rdwr_ioctl_data, msgs, 0",
        "i2c_rdwr_ioctl_data, nmsgs, 8",
    })
    void eachMemberIsWhereCHasIt(String structure, String member, long offset) {
        assertEquals(offset, GpioAbi.offset(STRUCTURES.get(structure), member));
    }

    /** What the kernel says of a request that a device does not know. */
    @Test
    void aDeviceThatIsNoBusIsRefusedWithTheKernelsReason() {
        var refused = assertThrows(IOException.class, () -> KernelI2cBus.open(Path.of("/dev/null")));
        assertEquals("/dev/null: Inappropriate ioctl for device", refused.getMessage());
    }

    @Test
    void eachNumberIsThatOfTheHeader() {
        assertEquals(0x0703, I2cAbi.SELECT);
        assertEquals(0x0705, I2cAbi.GET_ABILITIES);
        assertEquals(0x0707, I2cAbi.TRANSFER);
        assertEquals(0x0720, I2cAbi.TRANSFER_SMBUS);
        assertEquals(0x00010000, I2cAbi.CAN_QUICK);
        assertEquals(0, I2cAbi.WRITE);
        assertEquals(0, I2cAbi.QUICK);
        assertEquals(1, I2cAbi.MESSAGE_READS);
    }
}
