package dev.sandpiper.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with a configuration: a thermometer with known registers, a contact, a pump; nobody at the broker's address. */
record Workbench(Path folder) {

    static Workbench in(Path folder) {
        var bench = new Workbench(folder);
        bench.write("agent.yaml", """
                device: { id: bench }
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: data }
                board:
                  type: simulated
                  trace: trace.log
                  control: control.txt
                  i2c: [ { bus: 1, address: 0x48, registers: { 0x00: "19 10", 0x01: "60 A0" } } ]
                sensors:
                  - { id: outside, type: tmp102, every: 1h, values: { temperature: { offset: -0.5 } } }
                  - { id: door, type: gpio-input, pin: 17, pull: up, active: low }
                actuators:
                  - { id: pump, type: gpio-output, pin: 22, initial: off, safe: off, max_on: 10m }
                """);
        return bench;
    }

    Path configuration() {
        return folder.resolve("agent.yaml");
    }

    Path directory() {
        return folder.resolve("data");
    }

    Path write(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The levels the pump's pin has shown, oldest first: {@code low high low}. */
    String levels() {
        try {
            var trace = folder.resolve("trace.log");
            if (!Files.exists(trace)) return "";
            return String.join(
                    " ",
                    Files.readAllLines(trace).stream()
                            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                            .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
