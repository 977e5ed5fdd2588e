package dev.sandpiper.sensors.kernel;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/**
 * The interface of {@code /dev/i2c-N}: {@code linux/i2c-dev.h} and {@code linux/i2c.h}. Numbers and layouts are the same on
 * each 64-bit architecture; a test holds them against what a C compiler says.
 */
final class I2cAbi {
    static final StructLayout SMBUS = structLayout(
            JAVA_BYTE.withName("read_write"),
            JAVA_BYTE.withName("command"),
            paddingLayout(2),
            JAVA_INT.withName("size"),
            ADDRESS.withName("data"));

    static final StructLayout MESSAGE = structLayout(
            JAVA_SHORT.withName("addr"),
            JAVA_SHORT.withName("flags"),
            JAVA_SHORT.withName("len"),
            paddingLayout(2),
            ADDRESS.withName("buf"));

    static final StructLayout TRANSACTION =
            structLayout(ADDRESS.withName("msgs"), JAVA_INT.withName("nmsgs"), paddingLayout(4));

    static final long SELECT = 0x0703; // I2C_SLAVE
    static final long GET_ABILITIES = 0x0705; // I2C_FUNCS
    static final long TRANSFER = 0x0707; // I2C_RDWR
    static final long TRANSFER_SMBUS = 0x0720; // I2C_SMBUS

    static final byte WRITE = 0;
    static final int QUICK = 0;

    static final short MESSAGE_READS = 1; // I2C_M_RD

    /** {@code I2C_FUNC_SMBUS_QUICK}. */
    static final long CAN_QUICK = 0x0001_0000;

    private I2cAbi() {}
}
