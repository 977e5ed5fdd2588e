package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.Shape.Role;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.chip.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The editors' schema as it is in the folder config, in the eyes of somebody else's validator. That it and the agent judge
 * alike is asked in each test of a configuration as well, by {@link Configurations}.
 */
class EditorSchemaTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path folder;

    private final Editor editor = Editor.of(Drivers.ALL);

    private void accepts(String yaml) {
        assertEquals(Optional.of(List.of()), editor.objections(yaml), yaml);
    }

    private static List<String> blocks(String page) throws IOException {
        return YAML.matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Makes a whole file of a part. */
    private static String whole(String block) {
        if (block.startsWith("- ")) return Configurations.WITH_BROKER + list(block) + ":\n" + block.indent(2);
        var broker = block.contains("broker:") ? "" : Configurations.WITH_BROKER;
        var sensor = block.contains("sensors:") || block.contains("actuators:") ? "" : Configurations.WITH_SENSOR;
        return broker + sensor + block;
    }

    private static String list(String block) {
        return Drivers.ALL.stream()
                .filter(driver -> block.contains("type: " + driver.name() + ","))
                .findFirst()
                .map(Vocabulary::role)
                .filter(Role.ACTUATOR::equals)
                .map(_ -> "actuators")
                .orElse("sensors");
    }

    @Test
    void theExamplesOfThePagesAreRight() throws IOException {
        var examples = 0;
        for (var page : List.of(
                "README.md",
                "docs/configuration.md",
                "docs/contract.md",
                "docs/hardware.md",
                "docs/operating.md",
                "docs/command-line.md"))
            for (var block : blocks(page)) {
                accepts(whole(block));
                examples++;
            }
        assertTrue(examples >= Drivers.ALL.size() + 4, examples + " examples");
    }

    /** Contract, section 9: what is written there in the middle of the text. */
    @Test
    void theOptionsOfSection9AreRight() {
        for (var entry : List.of(
                "{ id: a, type: ads1015, channel: 0, gain: 4.096 }",
                "{ id: a, type: ads1115, channel: \"0-1\" }",
                "{ id: a, type: ina219, shunt: 0.1, max_current: 3.2, values: { shunt_voltage: { deadband: 0.001 } } }",
                "{ id: a, type: ds18b20, device: 28-0000075565ad }",
                "{ id: a, type: exec, command: [/usr/local/bin/soil], timeout: 10s }",
                "{ id: a, type: register, address: 0x40, write: \"00\", wait: 0ms, read: 2, crc: none, values: { temperature: { bytes: \"0-1\", as: int16, shift: 4, scale: 0.0625, offset: 0 } } }"))
            accepts(Configurations.WITH_BROKER + "sensors: [ " + entry + " ]\n");
    }

    /** What an editor offers in an entry is what it accepts there: the keys of its type and no others. */
    @Test
    void anEntryTakesTheOptionsOfItsTypeOnly() {
        var foreign = Drivers.ALL.stream()
                .flatMap(driver -> driver.options().stream())
                .map(Option::name)
                .distinct()
                .toList();
        for (var driver : Drivers.ALL) {
            var known = Vocabulary.keys(driver).stream().map(Key::name).toList();
            var others =
                    foreign.stream().filter(option -> !known.contains(option)).toList();
            var entry = driver.example().replaceFirst(" }$", ", " + String.join(": 1, ", others) + ": 1 }");
            var objections = String.join(
                    "\n", editor.objections(Examples.file(driver, entry)).orElseThrow());
            for (var option : others)
                assertTrue(objections.contains("s/0/" + option + ":"), () -> driver.name() + " takes " + option);
        }
    }

    @Test
    void aTypeBelongsToItsList() {
        for (var driver : Drivers.ALL) {
            var swapped = Examples.file(driver, driver.example());
            var other = Vocabulary.role(driver) == Role.SENSOR
                    ? swapped.replace("sensors:", "actuators:")
                    : swapped.replace("actuators:", "sensors:");
            assertFalse(editor.accepts(other), other);
        }
    }

    @Test
    void aFileWithDriversOfItsOwnHasTypesOfItsOwn() {
        var entry = "sensors: [ { id: a, type: my-chip, bus: 1, gain: high } ]\n";
        assertFalse(editor.accepts(Configurations.WITH_BROKER + entry));
        var drivers = "drivers: [ { type: my-chip, jar: my-chip.jar, class: com.example.MyChip } ]\n";
        accepts(Configurations.WITH_BROKER + drivers + entry);
        assertFalse(editor.accepts(Configurations.WITH_BROKER + drivers + entry.replace("id: a", "id: agent")));
        assertFalse(editor.accepts(Configurations.WITH_BROKER + drivers + entry.replace("my-chip", "lm75")));
    }

    /** With a seed each: entries written in any way that the description allows. */
    @Test
    void whatTheAgentAcceptsTheSchemaAccepts() {
        var configurations = new Configurations(folder, Machine.named("hut"), Drivers.ALL);
        for (var driver : Drivers.ALL) {
            var random = new Random(driver.name().hashCode());
            var accepted = new ArrayList<String>();
            for (var round = 0; round < 12; round++) {
                var yaml = Examples.file(driver, RandomEntry.of(driver, random));
                try {
                    configurations.read(yaml);
                    accepted.add(yaml);
                } catch (ConfigErrors wrong) {
                    assertTrue(wrong.lines().stream().noneMatch(line -> line.contains("unknown key")), yaml);
                }
            }
            assertTrue(accepted.size() >= 6, () -> driver.name() + ": of 12 entries only " + accepted);
        }
    }

    @Test
    void whatIsWrongForOneOptionIsWrongForBoth() {
        var configurations = new Configurations(folder, Machine.named("hut"), Drivers.ALL);
        var known = new HashSet<Option.Kind>();
        for (var driver : Drivers.ALL)
            for (var wrong : WrongEntries.of(driver, known)) {
                var yaml = Examples.file(driver, wrong);
                assertThrows(ConfigErrors.class, () -> configurations.readQuickly(yaml), yaml);
                assertFalse(editor.accepts(yaml), yaml);
            }
        assertTrue(known.size() > 20);
    }
}
