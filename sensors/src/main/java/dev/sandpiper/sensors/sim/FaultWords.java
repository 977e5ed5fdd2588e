package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.sim.Control.BadLine;
import java.util.List;
import java.util.Optional;

/** Faults of a chip as the control file writes them: {@code fail}, {@code once flip 2 0x01}. */
final class FaultWords {
    private FaultWords() {}

    /** The fault; empty where the words are no fault. */
    static Optional<Fault> fault(List<String> words) throws BadLine {
        if (!words.getFirst().equals("once")) return lasting(words);
        if (words.size() == 1) throw new BadLine("expected a fault after once");
        return Optional.of(new Fault.Once(lasting(words.subList(1, words.size()))
                .orElseThrow(() -> new BadLine("expected a fault after once, found " + words.get(1)))));
    }

    private static Optional<Fault> lasting(List<String> words) throws BadLine {
        return switch (words.getFirst()) {
            case "fail" -> Optional.of(of(words, "fail", new Fault.NoAnswer()));
            case "unplug" -> Optional.of(of(words, "unplug", new Fault.Unplugged()));
            case "stuck" -> Optional.of(of(words, "stuck", new Fault.Stuck()));
            case "held" -> Optional.of(of(words, "held", new Fault.HeldBus()));
            case "short" -> Optional.of(of(words, "short BYTES", new Fault.ShortRead(at(words, 1))));
            case "flip" -> Optional.of(of(words, "flip INDEX MASK", new Fault.BitFlip(at(words, 1), at(words, 2))));
            case "low" -> Optional.of(of(words, "low MASK", new Fault.StuckBits(at(words, 1), 0)));
            case "high" -> Optional.of(of(words, "high MASK", new Fault.StuckBits(0, at(words, 1))));
            default -> Optional.empty();
        };
    }

    /** A missing number is told with the form, below. */
    private static int at(List<String> words, int index) throws BadLine {
        return index < words.size() ? ControlLines.number(words.get(index), 255) : 0;
    }

    private static Fault of(List<String> words, String form, Fault fault) throws BadLine {
        if (words.size() != form.split(" ").length) throw new BadLine("expected: i2c BUS ADDRESS " + form);
        return fault;
    }
}
