package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitEntry.Section;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.scan.BusFindings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What there is to read and to switch.
 *
 * @param found by the scan; invented on the simulated board
 */
record InitHardware(BoardType board, List<InitEntry> found) {
    private static final InitEntry COMPUTER =
            InitEntry.of(Section.SENSORS, "- { id: computer, type: system, every: 1m }");

    /** Something of each kind: a value that changes, a contact, an output. */
    private static final List<InitEntry> INVENTED = List.of(
            InitEntry.of(Section.SENSORS, "- { id: air, type: bme280, every: 10s }"),
            InitEntry.of(Section.SENSORS, "- { id: door, type: gpio-input, pin: 17, pull: up, active: low }"),
            InitEntry.of(
                    Section.ACTUATORS,
                    "- { id: lamp, type: gpio-output, pin: 22, safe: off, on_link_loss: { after: 10m } }"));

    static InitHardware simulated() {
        return new InitHardware(BoardType.SIMULATED, INVENTED);
    }

    /** Who names outputs of his own needs none that is made up, perhaps at the same pin. */
    static List<InitEntry> withoutInventedOutputs(List<InitEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.section() != Section.ACTUATORS || !INVENTED.contains(entry))
                .toList();
    }

    /** Looks, and says what it sees. */
    static InitHardware scanned(Computer computer, Console console) throws Failure {
        try (var scan = Scan.open(Optional.empty(), computer)) {
            var scanned = scan.of(buses(scan, computer, console));
            var seen = new ScanReport(scanned).connected();
            if (!seen.isEmpty()) console.result(seen + "\n");
            scanned.remarks().forEach(console::say);
            scanned.buses().stream()
                    .map(BusFindings::trouble)
                    .flatMap(Optional::stream)
                    .forEach(console::say);
            var entries = InitEntry.of(scanned.snippet());
            return new InitHardware(
                    BoardType.AUTO, entries.stream().map(InitHardware::cautious).toList());
        } catch (DeviceFault fault) {
            throw Failure.because(fault.getMessage());
        }
    }

    // Without the usual bus there are others, 1-Wire, the kernel's sensors and the pins.
    private static List<Integer> buses(Scan scan, Computer computer, Console console) {
        try {
            scan.buses().only(ScanBuses.USUAL);
        } catch (Failure off) {
            off.lines().forEach(console.err()::println);
        }
        return scan.buses().without(computer.innerBuses());
    }

    /** What is only guessed on a bus where nobody has to have connected anything, is left to whoever knows better. */
    private static InitEntry cautious(InitEntry entry) {
        var sure = !entry.line().contains("# possibly") || entry.line().contains(", bus: " + ScanBuses.USUAL + ",");
        return sure ? entry : entry.asRemark();
    }

    boolean invented() {
        return board == BoardType.SIMULATED;
    }

    List<String> ids() {
        return found.stream()
                .filter(entry -> !entry.guessed())
                .map(InitEntry::id)
                .toList();
    }

    /** @param words {@code all}, {@code none}, or ids with commas between them */
    static Optional<String> objection(String words, List<String> ids) {
        return listed(words).stream()
                .filter(word -> !ids.contains(word) && !word.equals("all") && !word.equals("none"))
                .findFirst()
                .map(word -> "there is no '%s' among what was found, expected %s, all or none"
                        .formatted(word, ids.isEmpty() ? "nothing" : String.join(", ", ids)));
    }

    private static List<String> listed(String words) {
        return Arrays.stream(words.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The entries for those, what was only guessed as remarks, and the computer itself. */
    List<InitEntry> chosen(String words) {
        var wanted = listed(words);
        var entries = new ArrayList<InitEntry>();
        for (var entry : found)
            if (entry.guessed() || wanted.contains("all") || wanted.contains(entry.id())) entries.add(entry);
        entries.add(COMPUTER);
        return entries;
    }
}
