package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.chip.KnownChips.Chip;
import dev.sandpiper.sensors.scan.BusFindings;
import dev.sandpiper.sensors.scan.Finding;
import dev.sandpiper.sensors.scan.Finding.Certainty;
import dev.sandpiper.sensors.scan.Finding.State;
import dev.sandpiper.sensors.scan.Place;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A scan for people. */
record ScanReport(Scanned scanned) {

    String text() {
        var parts = new ArrayList<String>();
        scanned.buses().stream().map(this::bus).forEach(parts::add);
        if (!scanned.snippet().isEmpty())
            parts.add("# beneath broker:\n" + scanned.snippet().stripTrailing());
        return String.join("\n\n", parts);
    }

    private String bus(BusFindings bus) {
        if (bus.trouble().isPresent()) return bus.bus() + " cannot be scanned";
        if (bus.findings().isEmpty())
            return "%s: nothing answers; check supply, ground, SDA and SCL (exchanged?) and pull-up resistors, or scan the other buses with --all"
                    .formatted(bus.bus());
        var table = new Table();
        bus.findings().forEach(finding -> row(table, finding));
        return bus.bus() + "\n" + table.toString().indent(2).stripTrailing();
    }

    private void row(Table table, Finding finding) {
        var address = "0x%02x".formatted(finding.address());
        switch (finding.state()) {
            case State.Answers answers ->
                table.row(address, names(answers), sure(answers.certainty()), answers.why() + configured(finding));
            case State.OfKernel kernels ->
                table.row(
                        address,
                        "UU",
                        "kernel",
                        kernels.driver().map("its driver %s has it"::formatted).orElse("one of its drivers has it")
                                + kernels.route()
                                        .map("; read it with { %s }"::formatted)
                                        .orElse("; nothing reads it there")
                                + configured(finding));
            case State.InUse use -> table.row(address, use.user(), "in use", "by the running agent; not asked");
            case State.Troubled troubled -> table.row(address, "?", "fails", troubled.fault());
        }
    }

    private static String names(State.Answers answers) {
        if (answers.chips().isEmpty()) return "?";
        return answers.chips().stream().map(ScanReport::name).collect(Collectors.joining(" or "));
    }

    private static String name(Chip chip) {
        return chip.driver().isPresent() ? chip.name() : chip.name() + " (no driver yet)";
    }

    private static String sure(Certainty certainty) {
        return certainty.name().toLowerCase(Locale.ROOT);
    }

    private String configured(Finding finding) {
        return Optional.ofNullable(scanned.configured().get(new Place(finding.bus(), finding.address())))
                .map("; configured as "::concat)
                .orElse("");
    }
}
