package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.DriverJars;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers outside the product at the command line, good ones and bad ones. */
class OwnDriverTest {
    private final Path folder;

    OwnDriverTest(@TempDir Path folder) {
        this.folder = folder;
        DriverJars.jar(folder.resolve("ours.jar"));
    }

    private Typed typed(String devices, Object... words) {
        var configuration = new Workbench(folder).write("agent.yaml", """
                device: { id: bench }
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: data }
                board: { type: simulated, trace: trace.log, i2c: [ { bus: 1, address: 0x48, registers: { 0x00: "19 10" } } ] }
                drivers:
                  - { type: my-chip, jar: ours.jar, class: com.example.MyChip }
                  - { type: trouble, jar: ours.jar, class: com.example.Trouble }
                  - { type: rogue, jar: ours.jar, class: com.example.Rogue }
                """ + devices);
        var line = new java.util.ArrayList<Object>(List.of("--config", configuration));
        line.addAll(List.of(words));
        return Typed.line(line.toArray());
    }

    @Test
    void itIsReadWithItsOptions() {
        var sensors = "sensors: [ { id: ours, type: my-chip, factor: 2, values: { temperature: { offset: 1 } } } ]\n";
        var typed = typed(sensors, "read", "--json");
        assertEquals("", typed.err());
        // 0x1910 is 6416 of 1/256 °C: 25.0625 °C, by hand.
        assertEquals("{\"ours\":{\"temperature\":51.125}}\n", typed.out());
    }

    @Test
    void checkTellsWhatItWouldDoAndWhatIsProbablyNotMeant() {
        var typed = typed("sensors: [ { id: ours, type: my-chip, address: 0x49 } ]\n", "check");
        assertEquals(0, typed.code(), typed.err());
        assertTrue(
                typed.out().lines().anyMatch(line -> line.matches("ours +my-chip +i2c-1 0x49 +every 10s .*")),
                typed.out());
        var drivers = typed.err()
                .lines()
                .filter(line -> line.matches(".*(driver|model).*"))
                .toList();
        assertEquals(
                List.of(
                        "sandpiper: warning: drivers: nothing has the type trouble, so its driver is not loaded",
                        "sandpiper: warning: drivers: nothing has the type rogue, so its driver is not loaded",
                        "sandpiper: warning: ours: the simulated board has no model of a my-chip; list registers or replies for i2c-1 0x49 in board.i2c"),
                drivers);
    }

    @Test
    void whateverOneDoesWrongIsASentenceAndTheOthersAreRead() {
        var troubles = List.of(
                "start-throws", "read-throws", "linkage", "overflow", "memory", "nan", "undeclared", "close-throws");
        var sensors = troubles.stream()
                .map("  - { id: %1$s, type: trouble, makes: %1$s }\n"::formatted)
                .collect(Collectors.joining("", "sensors:\n", "  - { id: ours, type: my-chip }\n"));
        var typed = typed(sensors, "read", "--json");
        assertEquals(1, typed.code());
        assertEquals("{\"close-throws\":{\"temperature\":21.5},\"ours\":{\"temperature\":25.0625}}\n", typed.out());
        var defect = ": com.example.Trouble has a defect: ";
        assertEquals(
                List.of(
                        "sandpiper: start-throws" + defect + "start threw java.lang.UnsupportedOperationException",
                        "sandpiper: read-throws" + defect
                                + "read threw java.lang.IllegalStateException: boom second line",
                        "sandpiper: linkage: com.example.Trouble does not fit this version of the sensors library: java.lang.NoSuchMethodError: dev.sandpiper.sensors.Reading.gone(); compile it against this one",
                        "sandpiper: overflow" + defect + "read threw java.lang.StackOverflowError",
                        "sandpiper: memory" + defect + "read threw java.lang.OutOfMemoryError: Java heap space",
                        "sandpiper: nan" + defect
                                + "read threw java.lang.IllegalArgumentException: not a finite number: NaN",
                        "sandpiper: undeclared" + defect
                                + "read: found the value 'pressure', expected only what its type declares: temperature"),
                typed.err().lines().toList());
    }

    @Test
    void anOutputOfOnesOwnIsSet() {
        var actuators = "actuators: [ { id: valve, type: rogue, pin: 22 } ]\n";
        var typed = typed(actuators, "set", "valve", "on", "--for", "1ms");
        assertEquals(0, typed.code(), typed.err());
        assertEquals("valve true\n", typed.out());
        assertEquals("low high low", new Workbench(folder).levels());
        assertEquals(
                "sandpiper: valve takes on or off, not throw\n",
                typed(actuators, "set", "valve", "throw")
                        .err()
                        .lines()
                        .filter(line -> line.startsWith("sandpiper:"))
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
