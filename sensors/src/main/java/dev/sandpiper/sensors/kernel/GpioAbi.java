package dev.sandpiper.sensors.kernel;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/**
 * The second version of the GPIO character device's interface: {@code linux/gpio.h}, there since Linux 5.10. Numbers
 * and layouts are the same on each 64-bit architecture; a test holds them against what a C compiler says.
 */
final class GpioAbi {
    static final int NAME_SIZE = 32;

    static final StructLayout CHIP_INFO = structLayout(
            sequenceLayout(NAME_SIZE, JAVA_BYTE).withName("name"),
            sequenceLayout(NAME_SIZE, JAVA_BYTE).withName("label"),
            JAVA_INT.withName("lines"));

    /** Its ten attributes of 16 bytes are not used. */
    static final StructLayout LINE_INFO = structLayout(
            sequenceLayout(NAME_SIZE, JAVA_BYTE).withName("name"),
            sequenceLayout(NAME_SIZE, JAVA_BYTE).withName("consumer"),
            JAVA_INT.withName("offset"),
            JAVA_INT.withName("num_attrs"),
            JAVA_LONG.withName("flags"),
            paddingLayout(176));

    /** A line has at most ten attributes of 24 bytes; none is used. */
    static final StructLayout LINE_CONFIG = structLayout(
            JAVA_LONG.withName("flags"), JAVA_INT.withName("num_attrs"), paddingLayout(20), paddingLayout(240));

    static final StructLayout LINE_REQUEST = structLayout(
            sequenceLayout(64, JAVA_INT).withName("offsets"),
            sequenceLayout(NAME_SIZE, JAVA_BYTE).withName("consumer"),
            LINE_CONFIG.withName("config"),
            JAVA_INT.withName("num_lines"),
            JAVA_INT.withName("event_buffer_size"),
            paddingLayout(20),
            JAVA_INT.withName("fd"));

    static final StructLayout LINE_VALUES = structLayout(JAVA_LONG.withName("bits"), JAVA_LONG.withName("mask"));

    static final StructLayout LINE_EVENT = structLayout(
            JAVA_LONG.withName("timestamp_ns"),
            JAVA_INT.withName("id"),
            JAVA_INT.withName("offset"),
            JAVA_INT.withName("seqno"),
            JAVA_INT.withName("line_seqno"),
            paddingLayout(24));

    /** {@code struct pollfd} of {@code poll.h}. */
    static final StructLayout POLL_FD =
            structLayout(JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

    static final long FLAG_USED = 1;
    static final long FLAG_INPUT = 1 << 2;
    static final long FLAG_OUTPUT = 1 << 3;
    static final long FLAG_EDGE_RISING = 1 << 4;
    static final long FLAG_EDGE_FALLING = 1 << 5;
    static final long FLAG_BIAS_PULL_UP = 1 << 8;
    static final long FLAG_BIAS_PULL_DOWN = 1 << 9;
    static final long FLAG_BIAS_DISABLED = 1 << 10;

    static final int RISING_EDGE = 1;

    /** The most the kernel keeps for a request: 16 for each of 64 lines. */
    static final int MOST_EVENTS = 1024;

    static final short POLL_IN = 1;
    static final short POLL_OUT_OF_ORDER = 8 | 16 | 32; // POLLERR, POLLHUP, POLLNVAL

    /** {@code _IOR} and {@code _IOWR} of {@code asm-generic/ioctl.h}. */
    private static final long READ = 2L << 30;

    private static final long READ_AND_WRITE = 3L << 30;

    static final long GET_CHIP_INFO = request(READ, CHIP_INFO, 0x01);
    static final long GET_LINE_INFO = request(READ_AND_WRITE, LINE_INFO, 0x05);
    static final long GET_LINE = request(READ_AND_WRITE, LINE_REQUEST, 0x07);
    static final long GET_VALUES = request(READ_AND_WRITE, LINE_VALUES, 0x0E);

    private GpioAbi() {}

    private static long request(long direction, MemoryLayout argument, int number) {
        return direction | argument.byteSize() << 16 | 0xB4 << 8 | number;
    }

    /** Where a member of a structure begins. */
    static long offset(MemoryLayout structure, String... members) {
        var path = new MemoryLayout.PathElement[members.length];
        for (var i = 0; i < members.length; i++) path[i] = groupElement(members[i]);
        return structure.byteOffset(path);
    }
}
