package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.sensors.chip.KernelSensor;
import dev.sandpiper.sensors.chip.KnownChips.Chip;
import dev.sandpiper.sensors.kernel.GpioLine;
import dev.sandpiper.sensors.kernel.GpioLines;
import dev.sandpiper.sensors.scan.BusFindings;
import dev.sandpiper.sensors.scan.Finding;
import dev.sandpiper.sensors.scan.Finding.State;
import dev.sandpiper.sensors.scan.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A scan for programs; docs/command-line.md describes it. */
record ScanJson(Scanned scanned) {

    String text() {
        return new Json()
                .raw("i2c", array(scanned.buses(), this::bus))
                .put("one_wire", scanned.oneWire())
                .raw("kernel", array(scanned.kernel(), ScanJson::sensor))
                .raw("gpio", array(scanned.gpio(), ScanJson::chip))
                .put("snippet", scanned.snippet())
                .toString();
    }

    private static <T> String array(List<T> elements, Function<T, Json> each) {
        return Json.array(elements.stream().map(each).map(Json::toString).toList());
    }

    private Json bus(BusFindings bus) {
        return maybe(new Json().put("bus", bus.bus().toString()), "trouble", bus.trouble())
                .raw("devices", array(bus.findings(), this::device));
    }

    private Json device(Finding finding) {
        var json = new Json().put("address", "0x%02x".formatted(finding.address()));
        switch (finding.state()) {
            case State.Answers answers ->
                json.put("state", "answers")
                        .put("certainty", answers.certainty().name().toLowerCase(Locale.ROOT))
                        .raw("chips", array(answers.chips(), ScanJson::chip))
                        .put("why", answers.why());
            case State.OfKernel kernels -> {
                maybe(json.put("state", "kernel"), "driver", kernels.driver());
                maybe(json, "type", kernels.route().map(route -> route.type()));
                maybe(json, "device", kernels.route().map(route -> route.device()));
            }
            case State.InUse _ -> json.put("state", "in use");
            case State.Troubled troubled -> json.put("state", "fails").put("why", troubled.fault());
        }
        return maybe(
                json,
                "configured",
                Optional.ofNullable(scanned.configured().get(new Place(finding.bus(), finding.address()))));
    }

    private static Json sensor(KernelSensor sensor) {
        var values = new Json();
        sensor.values().forEach(values::put);
        return new Json()
                .put("type", sensor.type())
                .put("device", sensor.device())
                .put("values", values);
    }

    private static Json chip(GpioLines gpio) {
        return new Json()
                .put("chip", gpio.chip().name())
                .put("label", gpio.chip().label())
                .raw("lines", array(gpio.lines(), ScanJson::line));
    }

    private static Json line(GpioLine line) {
        return maybe(
                new Json()
                        .put("line", line.number())
                        .put("name", line.name())
                        .put("direction", line.direction().name().toLowerCase(Locale.ROOT)),
                "user",
                line.user());
    }

    private static Json chip(Chip chip) {
        return new Json()
                .put("name", chip.name())
                .put("about", chip.about())
                .put("driver", chip.driver().isPresent());
    }

    private static Json maybe(Json json, String name, Optional<String> text) {
        return text.map(there -> json.put(name, there)).orElseGet(() -> json.putNull(name));
    }
}
