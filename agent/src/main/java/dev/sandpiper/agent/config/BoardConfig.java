package dev.sandpiper.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which hardware there is.
 *
 * @param trace, control, sysfs of the simulated board, contract section 8
 * @param i2c what is on the simulated buses beside the chips of the configured sensors
 */
public record BoardConfig(
        BoardType type, Optional<Path> trace, Optional<Path> control, Optional<Path> sysfs, List<SimulatedDevice> i2c) {

    /** What {@code board.type} says. */
    public enum BoardType {
        /** A Raspberry Pi; said so when it is none and something needs its pins or buses. */
        AUTO,
        RASPBERRY_PI,
        SIMULATED
    }
}
