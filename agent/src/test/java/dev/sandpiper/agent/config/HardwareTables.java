package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sheet;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables and sections of docs/hardware.md: a table of all types, and for each family a section per type. */
final class HardwareTables {
    private static final int SIGNIFICANT = 4;

    private final Map<String, Section> examples;

    private HardwareTables(Map<String, Section> examples) {
        this.examples = examples;
    }

    /** @param examples the options of each type's example, by the type's name */
    static GeneratedTables of(List<DriverType> drivers, Map<String, Section> examples) {
        var page = new HardwareTables(examples);
        var tables = new TreeMap<String, Supplier<String>>();
        tables.put("types", () -> page.overview(drivers));
        for (var family : Family.values())
            tables.put(
                    family.table(),
                    () -> drivers.stream()
                            .filter(driver -> Family.of(driver, page.quantities(driver)) == family)
                            .map(page::section)
                            .collect(Collectors.joining()));
        return new GeneratedTables(tables);
    }

    private List<Quantity> quantities(DriverType driver) {
        return driver instanceof SensorType sensor ? sensor.quantities().apply(examples.get(driver.name())) : List.of();
    }

    private String overview(List<DriverType> drivers) {
        return drivers.stream()
                .map(driver -> "| [`%s`](#%s) | %s | %s | %s |\n"
                        .formatted(
                                driver.name(),
                                driver.name(),
                                driver.title().replaceFirst(":.*", ""),
                                where(driver),
                                values(driver)))
                .collect(Collectors.joining("", "| type | what | where | values |\n| --- | --- | --- | --- |\n", ""));
    }

    private static String where(DriverType driver) {
        return driver.options().stream()
                .map(HardwareTables::where)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String where(Option option) {
        return switch (option.kind()) {
            case Kind.Address address -> Phrases.of(address) + usually(address, option);
            case Kind.AnyPin _, Kind.Pin _ -> "a pin";
            case Kind.PwmPin _ -> "pin 12, 13, 18 or 19";
            case Kind.Text _ when option.name().equals("device") -> "the kernel";
            case Kind.Word _, Kind.FromTo _, Kind.Command _, Kind.Values _ -> "";
        };
    }

    private static String usually(Kind.Address address, Option option) {
        var lowest = address.possible().stream().min(Long::compare).orElseThrow();
        return option.orElse()
                .filter(usual -> !usual.equals(lowest))
                .map(usual -> ", usually " + Phrases.hex((Long) usual))
                .orElse("");
    }

    private String values(DriverType driver) {
        return switch (driver) {
            case SensorType sensor ->
                free(sensor).map(HardwareTables::chosen).orElseGet(() -> measured(quantities(sensor)));
            case ActuatorType actuator ->
                actuator.repertoire().apply(examples.get(driver.name())).accepts();
            case HubType hub -> hub.lines() + (hub instanceof DriverType.ExpanderType ? " pins" : " buses");
        };
    }

    /** The option by which the file chooses the values, where it does. */
    private static Optional<Option> free(SensorType sensor) {
        return sensor.options().stream()
                .filter(option -> option.kind() instanceof Kind.Values)
                .findFirst();
    }

    private static String chosen(Option values) {
        return values.orElse().isEmpty() ? "those of `values`" : "what there is, or those of `values`";
    }

    private static String measured(List<Quantity> quantities) {
        return quantities.stream().map(HardwareTables::measured).collect(Collectors.joining(", "));
    }

    private static String measured(Quantity quantity) {
        var step = quantity.resolution() > 0 ? " (" + step(quantity.resolution()) + ")" : "";
        var unit = quantity.unit().isEmpty() ? "" : " " + quantity.unit();
        return "`" + quantity.name() + "`" + unit + step;
    }

    private static String step(double resolution) {
        return new BigDecimal(resolution)
                .round(new MathContext(SIGNIFICANT))
                .stripTrailingZeros()
                .toPlainString();
    }

    private String section(DriverType driver) {
        var sheet = driver.sheet().orElseThrow(() -> new AssertionError(driver.name() + " has no sheet"));
        return Stream.of(
                        "### `%s`".formatted(driver.name()),
                        summary(driver, sheet),
                        "```yaml\n- %s\n```".formatted(driver.example()),
                        wires(sheet),
                        notes(sheet),
                        options(driver),
                        "Source: " + sheet.source() + ".")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n", "\n", "\n"));
    }

    private String summary(DriverType driver, Sheet sheet) {
        var range = sheet.range().isEmpty() ? "" : " Range: " + sheet.range() + ".";
        var values = driver instanceof SensorType sensor && free(sensor).isEmpty()
                ? " Values (step): " + values(driver) + "."
                : "";
        return driver.title() + "." + range + values;
    }

    private static String wires(Sheet sheet) {
        if (sheet.wires().isEmpty()) return "";
        return sheet.wires().stream()
                .map(wire -> "| %s | %s |".formatted(wire.from(), wire.to()))
                .collect(Collectors.joining("\n", "| connect | to |\n| --- | --- |\n", ""));
    }

    private static String notes(Sheet sheet) {
        return sheet.notes().stream().map(note -> "- " + note).collect(Collectors.joining("\n"));
    }

    /** But for those that every chip on I2C has. */
    private static String options(DriverType driver) {
        var own = driver.options().stream()
                .filter(option -> !(option.kind() instanceof Kind.Bus || option.kind() instanceof Kind.Address))
                .map(Key::of)
                .toList();
        return own.isEmpty() ? "" : ReferenceTables.keys(own).stripTrailing();
    }
}
