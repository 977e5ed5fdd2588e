package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.chip.KnownChips.Chip;
import dev.sandpiper.sensors.kernel.GpioLines;
import dev.sandpiper.sensors.scan.BusFindings;
import dev.sandpiper.sensors.scan.Finding;
import dev.sandpiper.sensors.scan.Finding.State;
import dev.sandpiper.sensors.scan.Place;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A scan for people. */
record ScanReport(Scanned scanned) {

    String text() {
        return Stream.of(
                        scanned.buses().stream().map(this::bus),
                        Stream.of(oneWire(), kernel()),
                        scanned.gpio().stream().map(ScanReport::gpio),
                        Stream.of(snippet()))
                .flatMap(parts -> parts)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    /** The chips alone. */
    String connected() {
        return Stream.concat(scanned.buses().stream().map(this::bus), Stream.of(oneWire()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static String section(String title, Table table) {
        return title + "\n" + table.toString().indent(2).stripTrailing();
    }

    private String bus(BusFindings bus) {
        if (bus.trouble().isPresent()) return bus.bus() + " cannot be scanned";
        if (bus.findings().isEmpty() && bus.bus().equals(bus.bus().root()))
            return "%s: nothing answers; check supply, ground, SDA and SCL (exchanged?) and pull-up resistors, or scan the other buses with --all"
                    .formatted(bus.bus());
        if (bus.findings().isEmpty()) return bus.bus() + ": nothing answers";
        var table = new Table();
        bus.findings().forEach(finding -> row(table, finding));
        return section(bus.bus().toString(), table);
    }

    private void row(Table table, Finding finding) {
        var address = "0x%02x".formatted(finding.address());
        switch (finding.state()) {
            case State.Answers answers ->
                table.row(address, names(answers), word(answers.certainty()), answers.why() + configured(finding));
            case State.OfKernel kernels -> table.row(address, "UU", "kernel", owner(kernels) + configured(finding));
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

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String owner(State.OfKernel kernels) {
        return kernels.driver().map("its driver %s has it"::formatted).orElse("one of its drivers has it")
                + kernels.route().map("; read it with { %s }"::formatted).orElse("; it gives no values there");
    }

    private String configured(Finding finding) {
        return Optional.ofNullable(scanned.configured().get(new Place(finding.bus(), finding.address())))
                .map("; configured as "::concat)
                .orElse("");
    }

    private String oneWire() {
        var table = new Table();
        scanned.oneWire().forEach(table::row);
        return scanned.oneWire().isEmpty() ? "" : section("1-Wire", table);
    }

    private String kernel() {
        var table = new Table();
        for (var sensor : scanned.kernel())
            table.row(
                    sensor.type(),
                    sensor.device(),
                    String.join(", ", sensor.values().keySet()));
        return scanned.kernel().isEmpty() ? "" : section("read by the kernel", table);
    }

    private static String gpio(GpioLines lines) {
        var table = new Table();
        for (var line : lines.lines())
            if (line.user().isPresent())
                table.row(
                        Integer.toString(line.number()),
                        line.name(),
                        word(line.direction()),
                        line.user().get());
        var title = "%s (%s), %d lines"
                .formatted(
                        lines.chip().name(), lines.chip().label(), lines.lines().size());
        return table.toString().isEmpty() ? title + ", none in use" : section(title + ", in use:", table);
    }

    private String snippet() {
        return scanned.snippet().isEmpty()
                ? ""
                : "# beneath broker:\n" + scanned.snippet().stripTrailing();
    }
}
