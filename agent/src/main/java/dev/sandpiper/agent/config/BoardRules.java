package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds between the keys of {@code board}. */
record BoardRules(List<DriverType> drivers, Complaints complaints) {
    private static final List<String> ONLY_SIMULATED = List.of("trace", "control", "sysfs", "i2c");
    private static final List<String> CONTENTS = List.of("chip", "registers", "replies");

    void check(Found board) {
        var simulated = board.maybe("type", String.class).map("simulated"::equals);
        if (!simulated.orElse(true))
            ONLY_SIMULATED.stream()
                    .filter(board::has)
                    .forEach(key -> complain(board, key, "only the simulated board has it; set board.type: simulated"));
        var taken = new HashMap<String, String>();
        board.list("i2c", Found.class).forEach(device -> device(device, taken));
    }

    private void device(Found device, Map<String, String> taken) {
        var contents = CONTENTS.stream().filter(device::has).toList();
        if (contents.size() != 1)
            complaints.add(
                    device.spot(),
                    device.where(),
                    "found %s, expected one of chip, registers and replies; %s"
                            .formatted(
                                    contents.isEmpty() ? "none" : String.join(" and ", contents),
                                    contents.isEmpty() ? "add one" : "keep one"));
        device.maybe("chip", String.class).ifPresent(chip -> chip(device, chip));
        var bus = device.maybe("bus", Bus.class);
        var address = device.maybe("address", Long.class);
        if (bus.isEmpty() || address.isEmpty()) return;
        var place = "%s 0x%02x".formatted(bus.get(), address.get());
        var before = taken.putIfAbsent(place, device.where());
        if (before != null) complain(device, "address", place + " is already taken by " + before + "; keep one");
    }

    private void chip(Found device, String chip) {
        var known = drivers.stream()
                .filter(driver ->
                        driver.options().stream().anyMatch(option -> option.kind() instanceof Option.Kind.Address))
                .map(DriverType::name)
                .toList();
        if (known.contains(chip)) return;
        complain(
                device,
                "chip",
                "no model of %s; %s"
                        .formatted(
                                Item.quoted(chip),
                                Suggestion.of(chip, known)
                                        .map("did you mean '%s'?"::formatted)
                                        .orElse("there are " + String.join(", ", known))));
    }

    private void complain(Found found, String key, String what) {
        complaints.add(found.spot(key), found.where(key), what);
    }
}
