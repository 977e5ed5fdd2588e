package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Board.I2cPort;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Identity.Mark;
import dev.sandpiper.sensors.chip.KnownChips.Chip;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What one chip is asked, each register once. */
final class Questions {
    private final I2cPort port;
    private final Consumer<Duration> pause;
    private final Map<Identity.Register, Optional<byte[]>> read = new HashMap<>();

    Questions(I2cPort port, Consumer<Duration> pause) {
        this.port = port;
        this.pause = pause;
    }

    /** What came of the questions of a chip. */
    enum Outcome {
        RIGHT,
        WRONG,
        /** A register was not there at all: so it is none of the chips that have it. */
        REFUSED,
        /** Nothing in it tells it from others, or it was not asked. */
        UNASKED
    }

    record Answered(Chip chip, Outcome outcome) {
        static Answered unasked(Chip chip) {
            return new Answered(chip, Outcome.UNASKED);
        }
    }

    List<Answered> ask(List<Chip> candidates) {
        return candidates.stream()
                .map(chip -> chip.identity()
                        .map(identity -> new Answered(chip, outcome(identity)))
                        .orElseGet(() -> Answered.unasked(chip)))
                .toList();
    }

    private Outcome outcome(Identity identity) {
        for (var mark : identity.marks()) {
            var outcome = outcome(mark);
            if (outcome != Outcome.RIGHT) return outcome;
        }
        return Outcome.RIGHT;
    }

    private Outcome outcome(Mark mark) {
        return switch (mark) {
            case Identity.Register register ->
                bytes(register)
                        .map(bytes -> register.told(bytes) == register.value() ? Outcome.RIGHT : Outcome.WRONG)
                        .orElse(Outcome.REFUSED);
            // A command may fail at the chip it is made for.
            case Identity.Answer answer -> answers(answer) ? Outcome.RIGHT : Outcome.WRONG;
        };
    }

    private Optional<byte[]> bytes(Identity.Register register) {
        var whole = new Identity.Register(register.pointer(), register.length(), 0, 0);
        return read.computeIfAbsent(whole, this::readNow);
    }

    // A chip that does not know the pointer may not answer; that is an answer as well.
    private Optional<byte[]> readNow(Identity.Register register) {
        try {
            return Optional.of(port.readRegister(register.pointer(), register.length()));
        } catch (DeviceFault refused) {
            return Optional.empty();
        }
    }

    private boolean answers(Identity.Answer answer) {
        try {
            port.write((byte) answer.command());
            pause.accept(answer.time());
            return answer.right().test(port.read(answer.length()));
        } catch (DeviceFault refused) {
            return false;
        }
    }

    /** Whether each register read as its own pointer: that is no register. */
    boolean echoed() {
        return !read.isEmpty()
                && read.entrySet().stream()
                        .allMatch(entry -> entry.getValue()
                                .filter(bytes ->
                                        (bytes[0] & 0xFF) == entry.getKey().pointer())
                                .isPresent());
    }
}
