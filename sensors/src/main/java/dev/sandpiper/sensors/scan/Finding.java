package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.OwnedChip;
import dev.sandpiper.sensors.chip.KnownChips.Chip;
import java.util.List;
import java.util.Optional;

/** Something at an address of a bus. */
public record Finding(Bus bus, int address, State state) {

    /** What is known of it. */
    public sealed interface State {
        /**
         * It answers.
         *
         * @param chips what it may be, the most likely first; several are not told from each other
         * @param why a clause for people: {@code 0xd0 is 0x60}
         */
        record Answers(Certainty certainty, List<Chip> chips, String why) implements State {}

        /** A driver of the kernel has it, so it was not asked. */
        record OfKernel(Optional<String> driver, Optional<OwnedChip.Route> route) implements State {}

        /**
         * The running agent uses it, so it was not asked.
         *
         * @param user the entry of its configuration
         */
        record InUse(String user) implements State {}

        /** Its transfers fail, but not as they do where nobody is. */
        record Troubled(String fault) implements State {}
    }

    /** How sure it is. */
    public enum Certainty {
        /** It says itself which chip it is. */
        CERTAIN,
        /** It holds what this chip holds after power-on. */
        LIKELY,
        /** By its address alone. */
        POSSIBLE,
        /** No chip that is known here has this address. */
        UNKNOWN
    }
}
