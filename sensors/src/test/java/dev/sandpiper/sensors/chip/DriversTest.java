package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DriversTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/sandpiper/sensors/chip");

    private static List<String> classes() throws IOException {
        try (var files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .sorted()
                    .toList();
        }
    }

    private static List<DriverType> typeOf(String name) throws ReflectiveOperationException {
        var driver = Class.forName(Drivers.class.getPackageName() + "." + name);
        for (Field field : driver.getDeclaredFields())
            if (field.getName().equals("TYPE")) return List.of((DriverType) field.get(null));
        return List.of();
    }

    @Test
    void everyDriverIsInTheList() throws IOException, ReflectiveOperationException {
        for (var name : classes())
            for (var type : typeOf(name))
                assertTrue(Drivers.ALL.contains(type), () -> "add to Drivers.ALL: " + name + ".TYPE,");
    }

    @Test
    void theListIsInTheOrderOfTheNamesAndNamesAreUnique() {
        var names = Drivers.ALL.stream().map(DriverType::name).toList();
        assertEquals(names.stream().sorted().distinct().toList(), names);
    }

    @Test
    void driversAreFoundByName() {
        assertEquals(Lm75.TYPE, Drivers.sensor("lm75").orElseThrow());
        assertEquals(GpioOutput.TYPE, Drivers.actuator("gpio-output").orElseThrow());
        assertTrue(Drivers.sensor("gpio-output").isEmpty());
        assertTrue(Drivers.actuator("lm75").isEmpty());
    }

    @Test
    void everyDriverHasASheet() {
        for (var type : Drivers.ALL)
            assertTrue(type.sheet().isPresent(), () -> "add to the TYPE of %s: %s".formatted(type.name(), line(type)));
    }

    private static String line(DriverType type) {
        return isOnI2c(type)
                ? ".withSheet(Sheet.i2c(\"maker, title, revision\", \"-40 to +85 °C\", \"VDD\", \"1.7 to 3.6 V\"))"
                : ".withSheet(Sheet.of(\"maker, title, revision\", \"-40 to +85 °C\"))";
    }

    private static boolean isOnI2c(DriverType type) {
        return type.options().stream().anyMatch(option -> option.kind() instanceof Option.Kind.Address);
    }

    /** The first and the last one; those between follow from it. */
    @Test
    void aSheetSaysHowAChipGetsEachOfItsAddresses() {
        for (var type : Drivers.ALL)
            for (var option : type.options())
                if (option.kind() instanceof Option.Kind.Address(var possible)
                        && option.orElse().isPresent()
                        && possible.size() > 1)
                    for (var address : List.of(possible.getFirst(), possible.getLast()))
                        assertTrue(
                                type.sheet().orElseThrow().toString().contains("0x%02x".formatted(address)),
                                () -> "add to the sheet of %s: .wire(\"ADDR\", \"… 0x%02x …\")"
                                        .formatted(type.name(), address));
    }

    @Test
    void theGuideShowsTheCodeAsItIs() throws IOException {
        var code = Files.readString(SOURCES.resolve("Lm75.java"));
        var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/adding-a-driver.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertTrue(blocks.size() > 1);
        for (var block : blocks) assertTrue(code.contains(block), () -> "docs/adding-a-driver.md differs:\n" + block);
    }
}
