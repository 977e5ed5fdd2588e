package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Bus;
import java.util.List;
import java.util.SortedMap;

/**
 * One device on a simulated I2C bus.
 *
 * @param address 0x08 to 0x77
 */
public record SimulatedDevice(Bus bus, int address, Contents contents) {

    /** How it answers. */
    public sealed interface Contents {
        /** Like this chip, with slowly changing values. */
        record Chip(String name) implements Contents {}

        /** From a file of registers: runs of bytes (0 to 255) by the pointer of their first. */
        record Registers(SortedMap<Integer, List<Integer>> runs) implements Contents {}

        /** With these bytes after those were written, in the file's order. */
        record Replies(List<Reply> replies) implements Contents {}
    }

    /** Bytes (0 to 255) written, and bytes to read after that. */
    public record Reply(List<Integer> written, List<Integer> answer) {}
}
