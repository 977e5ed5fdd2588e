package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.chip.Drivers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a configuration, the answer is a configuration or errors inside the file; never another exception. */
class MutationTest {
    private static final Pattern ERROR = Pattern.compile("agent\\.yaml:(\\d+):(\\d+): \\S.*");

    @TempDir
    Path folder;

    private Configurations configurations;
    private String example;

    @BeforeEach
    void theContractsExample() {
        configurations = new Configurations(folder, Machine.named("hut"), Drivers.ALL);
        configurations.file("password", "secret", "rw-------");
        configurations.file("ca.pem", "");
        configurations.file("client.pem", "");
        configurations.file("client.key", "", "rw-------");
        example = ContractExamplesTest.SECTION_6.replace("/etc/sandpiper", folder.toString())
                + "# temperature: 21.5 °C 🌡\n";
    }

    /** @return how many errors */
    private int mutated(String yaml) {
        try {
            configurations.readQuickly(yaml);
            return 0;
        } catch (ConfigErrors errors) {
            assertFalse(errors.lines().isEmpty());
            errors.lines().forEach(line -> inside(yaml, line.replace(folder + "/agent.yaml", "agent.yaml")));
            assertEquals(errors.lines().stream().distinct().toList(), errors.lines());
            return errors.lines().size();
        }
    }

    private static void inside(String yaml, String error) {
        var match = ERROR.matcher(error);
        assertTrue(match.matches(), error);
        var lines = yaml.split("\n", -1);
        var line = Integer.parseInt(match.group(1));
        assertTrue(line >= 1 && line <= lines.length, () -> error + " of " + lines.length + " lines");
        var length = lines[line - 1].codePointCount(0, lines[line - 1].length());
        var column = Integer.parseInt(match.group(2));
        assertTrue(column >= 1 && column <= length + 1, () -> error + " in a line of " + length);
    }

    private int eachLine(UnaryOperator<String> change) {
        var lines = example.lines().toList();
        return IntStream.range(0, lines.size())
                .map(i -> {
                    var changed = new ArrayList<>(lines);
                    changed.set(i, change.apply(lines.get(i)));
                    return mutated(String.join("\n", changed) + "\n");
                })
                .sum();
    }

    @Test
    void theExampleItselfIsRight() {
        assertEquals(0, mutated(example));
    }

    @Test
    void anyLineMayBeMissing() {
        assertTrue(eachLine(_ -> "") > 0);
    }

    @Test
    void anyLineMayBeGarbled() {
        List<UnaryOperator<String>> changes = List.of(
                line -> line.substring(line.length() / 2),
                line -> line.substring(0, line.length() / 2),
                line -> "  " + line,
                line -> "\t" + line,
                line -> line.replace(":", ""),
                line -> line.replace(": ", ": []"),
                line -> line.replace(": ", ": {} "),
                line -> line.replace(": ", ": ~ #"),
                line -> line.replace("{", "["),
                line -> line.replace("}", ""),
                line -> line.replaceAll("[a-z]", "x"),
                line -> line.replaceAll("[0-9]", "99999999999"),
                line -> line.replaceAll("[a-z0-9]+", "0"),
                line -> line.replaceAll("[a-z0-9]+", "-1.5e300"),
                line -> line.replaceAll("[a-z0-9]+", ".inf"),
                line -> line.replaceAll("[a-z0-9]+", "true"),
                line -> line.replaceAll("[a-z0-9]+", "é"),
                line -> line + "\n" + line,
                line -> line + " &a *a !!b |>%@`",
                line -> new StringBuilder(line).reverse().toString());
        for (var change : changes) assertTrue(eachLine(change) > 0);
    }

    @Test
    void anyKeyMayBeMisspelt() {
        var keys = Pattern.compile("([a-z_]+): ")
                .matcher(example.replaceAll("#.*", ""))
                .results()
                .toList();
        var text = example.replaceAll("#.*", "");
        for (var key : keys) {
            var wrong = text.substring(0, key.start()) + "x" + text.substring(key.start());
            assertTrue(mutated(wrong) > 0, wrong);
        }
    }

    @Test
    void anyCharacterMayBeAnother() {
        var random = new Random(20261123);
        var points = example.codePoints().boxed().collect(Collectors.toCollection(ArrayList::new));
        var alphabet = "{}[]:,#&*!|>'\"%@`-?~ \n\t\u0000\u0085\u2028\uFEFFa0é🌡"
                .codePoints()
                .toArray();
        for (var round = 0; round < 3000; round++) {
            var changed = new ArrayList<>(points);
            for (var i = 0; i <= round % 3; i++)
                changed.set(random.nextInt(changed.size()), alphabet[random.nextInt(alphabet.length)]);
            mutated(changed.stream().map(Character::toString).collect(Collectors.joining()));
        }
    }

    @Test
    void theFileMayEndAnywhere() {
        var points = example.codePoints().toArray();
        for (var end = 0; end < points.length; end += 7) mutated(new String(points, 0, end));
    }
}
