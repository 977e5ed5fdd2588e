package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Board.I2cPort;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Identity.Proof;
import dev.sandpiper.sensors.chip.KnownChips;
import dev.sandpiper.sensors.chip.KnownChips.Chip;
import dev.sandpiper.sensors.scan.Finding.Certainty;
import dev.sandpiper.sensors.scan.Finding.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks whoever is at an address which chip it is: only what the chips that can be there offer for it, see {@link Identity},
 * and nothing where a chip may be that takes every byte for a setting.
 */
public final class Interview {
    /** Kinds whose addresses cover the whole bus are no chips. */
    private static final int MOST_ADDRESSES = 100;

    /** It has no pointers: each byte sets its outputs. */
    private static final Set<String> OBEYS_EVERY_BYTE = Set.of("pcf8574");

    private static final String BY_ADDRESS = "by its address only";

    private final List<Chip> chips;
    private final Consumer<Duration> pause;
    private final Multiplexers multiplexers;

    /** How addresses are treated at which a multiplexer may be. */
    public enum Multiplexers {
        /** Asked; one that took the question for a choice of channels is put back. */
        PUT_BACK,
        /** Not asked: somebody is using the channels. */
        LEFT_ALONE
    }

    /**
     * @param drivers there are
     * @param pause lets the time pass
     */
    public Interview(List<DriverType> drivers, Consumer<Duration> pause, Multiplexers multiplexers) {
        this.chips = KnownChips.with(drivers)
                .filter(chip -> chip.addresses().size() < MOST_ADDRESSES)
                .toList();
        this.pause = pause;
        this.multiplexers = multiplexers;
    }

    State of(int address, I2cPort port) {
        var candidates = chips.stream()
                .filter(chip -> chip.addresses().contains((long) address))
                .toList();
        if (candidates.isEmpty())
            return new State.Answers(Certainty.UNKNOWN, List.of(), "no chip that is known here has this address");
        if (candidates.stream().anyMatch(chip -> OBEYS_EVERY_BYTE.contains(chip.name())))
            return unasked(address, candidates, BY_ADDRESS + ": a pcf8574 would take a question for a setting");
        var multiplexer = candidates.stream().filter(Interview::multiplexes).findFirst();
        if (multiplexer.isEmpty()) return Verdict.of(address, new Questions(port, pause).ask(candidates));
        if (multiplexers == Multiplexers.LEFT_ALONE)
            return unasked(address, candidates, BY_ADDRESS + ": multiplexers are not asked while the agent runs");
        return carefully(address, candidates, multiplexer.get(), port);
    }

    private static boolean multiplexes(Chip chip) {
        return chip.driver().filter(MultiplexerType.class::isInstance).isPresent();
    }

    private static State unasked(int address, List<Chip> candidates, String why) {
        return Verdict.byAddress(address, candidates, why);
    }

    // A multiplexer takes each byte for a choice of channels, and reads back which are chosen: that tells it from
    // others,
    // and what was chosen before can be put back.
    private State carefully(int address, List<Chip> candidates, Chip multiplexer, I2cPort port) {
        var before = held(port);
        var questions = new Questions(port, pause);
        var answers =
                questions.ask(candidates.stream().filter(Interview::saysItsName).toList());
        if (!questions.echoed()) {
            var unasked = candidates.stream().filter(chip -> !saysItsName(chip)).map(Questions.Answered::unasked);
            return Verdict.of(
                    address,
                    java.util.stream.Stream.concat(answers.stream(), unasked).toList());
        }
        before.ifPresent(held -> putBack(port, held));
        return new State.Answers(Certainty.LIKELY, List.of(multiplexer), "it reads back what is written to it");
    }

    private static boolean saysItsName(Chip chip) {
        return chip.identity().map(Identity::proof).filter(Proof.NAMED::equals).isPresent();
    }

    private static Optional<Byte> held(I2cPort port) {
        try {
            return Optional.of(port.read(1)[0]);
        } catch (DeviceFault nothingToRead) {
            return Optional.empty();
        }
    }

    private static void putBack(I2cPort port, byte held) {
        try {
            port.write(held);
        } catch (DeviceFault gone) {
            // It answered a moment ago; what it has connected nobody can tell now.
        }
    }
}
