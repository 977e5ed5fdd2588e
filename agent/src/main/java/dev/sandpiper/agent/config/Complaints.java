package dev.sandpiper.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found wrong so far, so that a file's errors are told all at once. */
final class Complaints {
    private record Complaint(Spot spot, String sentence) {}

    private final Path file;
    private final List<Complaint> all = new ArrayList<>();

    Complaints(Path file) {
        this.file = file;
    }

    /** @param where as {@code sensors[0].address}; empty for the file as a whole */
    void add(Spot spot, String where, String what) {
        all.add(new Complaint(spot, where.isEmpty() ? what : where + ": " + what));
    }

    void throwIfAny() throws ConfigErrors {
        if (all.isEmpty()) return;
        throw new ConfigErrors(all.stream()
                .sorted(Comparator.comparing(Complaint::spot))
                .map(this::line)
                .distinct()
                .toList());
    }

    private String line(Complaint complaint) {
        return complaint.spot().equals(Spot.COMMAND_LINE)
                ? BrokerWords.asTyped(complaint.sentence())
                : line(file, complaint.spot(), complaint.sentence());
    }

    /** One line, whatever characters the file holds. */
    static String line(Path file, Spot spot, String sentence) {
        var line = "%s:%d:%d: %s".formatted(file, spot.line(), spot.column(), sentence);
        return line.replaceAll("[\\p{Cntrl}\u2028\u2029\u0085]", "?");
    }
}
