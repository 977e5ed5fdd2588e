package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitBroker.Wire;
import dev.sandpiper.agent.cli.InitEntry.Section;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration that comes of the answers, with remarks for whoever edits it. */
record InitText(
        Path file, String device, BoardType board, List<InitEntry> entries, InitBroker broker, Discovery discovery) {
    private static final Path OF_THE_SERVICE = Path.of("/etc/sandpiper");

    enum Discovery {
        ON,
        OFF
    }

    @Override
    public String toString() {
        return String.join("\n", head(), brokerKeys(), outbox(), boardKeys(), devices(), homeAssistant());
    }

    private String head() {
        return """
                # Sandpiper's configuration, written by 'sandpiper init'. All other keys: docs/configuration.md
                # After a change: sandpiper check%s

                device:
                  id: %s   # in every topic: %s
                """.formatted(named(), quoted(device), "sandpiper/" + device + "/...");
    }

    private String named() {
        return file.equals(Path.of(Sandpiper.USUAL))
                ? ""
                : " --config " + file.toAbsolutePath().normalize();
    }

    private String brokerKeys() {
        var keys = new StringBuilder("broker:\n  url: " + quoted(broker.url()) + "\n");
        if (broker.wire() == Wire.OPEN)
            keys.append("  allow_plaintext: true   # others can read readings and password\n");
        broker.username().ifPresent(name -> keys.append("  username: " + quoted(name) + "\n"));
        if (broker.has(InitFile.PASSWORD))
            keys.append("  password_file: " + InitFile.PASSWORD + "   # beside this file, one line, mode 600\n");
        return keys + tls();
    }

    private String tls() {
        var keys = new StringBuilder();
        if (broker.has(InitFile.AUTHORITY)) keys.append("    ca_file: " + InitFile.AUTHORITY + "   # whom to trust\n");
        if (broker.has(InitFile.CERTIFICATE))
            keys.append("    cert_file: " + InitFile.CERTIFICATE + "   # what this device shows\n    key_file: "
                    + InitFile.KEY + "   # mode 600\n");
        broker.serverName().ifPresent(name -> keys.append("    server_name: " + quoted(name) + "\n"));
        return keys.isEmpty() ? "" : "  tls:\n" + keys;
    }

    // Where the service runs there is a folder for it; elsewhere whoever tries it may not write there.
    private String outbox() {
        var here = file.toAbsolutePath().normalize().getParent();
        var directory = OF_THE_SERVICE.equals(here) ? "/var/lib/sandpiper" : "sandpiper-data";
        return """
                outbox:
                  directory: %s   # what the broker has not acknowledged waits here
                """.formatted(directory);
    }

    private String boardKeys() {
        return board == BoardType.SIMULATED ? """
                board:
                  type: simulated   # invented values; auto on a Pi
                  control: control.txt   # a line 'gpio 17 low' in it closes the contact, 'i2c 1 0x76 fail' unplugs the bme280
                """ : """
                board:
                  type: auto   # this Raspberry Pi
                """;
    }

    private String devices() {
        return section("sensors", Section.SENSORS) + "\n" + actuators();
    }

    private String actuators() {
        if (lines(Section.ACTUATORS).stream().anyMatch(entry -> !entry.guessed()))
            return section("actuators", Section.ACTUATORS);
        var guesses = lines(Section.ACTUATORS).stream().map(InitText::remarked).collect(Collectors.joining());
        return """
                # Outputs; 'active: low' for a relay board that switches on at 0 V. Take the '#' away:
                #actuators:
                #  - { id: pump, type: gpio-output, pin: 22, safe: off, on_link_loss: { after: 10m } }
                """ + guesses;
    }

    private static String remarked(InitEntry guess) {
        return "#  # %s\n#  %s\n".formatted(guess.about(), guess.line().substring(2));
    }

    private String section(String name, Section section) {
        return lines(section).stream()
                .map(entry -> "  # %s\n  %s\n".formatted(entry.about(), entry.line()))
                .collect(Collectors.joining("", name + ":\n", ""));
    }

    private List<InitEntry> lines(Section section) {
        return entries.stream().filter(entry -> entry.section() == section).toList();
    }

    private String homeAssistant() {
        var off = discovery == Discovery.ON ? "" : "#";
        return "%shome_assistant: { discovery: true }   # everything appears there by itself\n".formatted(off);
    }

    /** A double-quoted scalar of YAML. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
