package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.chip.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's examples, literally; only {@code /etc/sandpiper} is the test's folder. */
class ContractExamplesTest {
    /** Contract section 6. */
    static final String SECTION_6 = """
            device: { id: greenhouse-1, name: Greenhouse 1 }   # default id: the host name; pi-<8 hex of the machine> where that is raspberrypi, debian or localhost
            broker:
              url: mqtts://broker.example.com:8883   # or a list, tried in order; also wss://; mqtt:// and ws:// only to loopback, unless allow_plaintext: true
              client_id: "{device}"                  # the default; {device} works in every string of broker
              username: "{device}"
              password_file: /etc/sandpiper/password # or the systemd credential broker-password
              tls: { ca_file: /etc/sandpiper/ca.pem, cert_file: client.pem, key_file: client.key, server_name: broker.example.com }
              keep_alive: 60s
              reconnect: { min: 1s, max: 60s }
              prefix: sandpiper                      # up to three levels
              send_every: 0s                         # 5m gathers readings and sends them together on history/; edges, states, replies and errors never wait
              max_rate: { messages: 50/s, bytes: 64KiB/s }   # ceiling for the backlog; default none
              max_packet: 128KiB
            outbox:
              directory: /var/lib/sandpiper
              max_size: 64MiB
              commit_every: 1s                       # what a power cut may cost at most; 0 commits every record before it is sent
              when_full: thin                        # or drop-oldest
              fresh_for: 30s                         # what is older goes to history/
              batch: 200                             # records in a history message, 64 KiB at most; 1 sends each alone, unwrapped, as on telemetry/
            board: { type: auto }                    # auto, raspberry-pi, or simulated (section 8)
            sensors:
              - { id: air, type: bme280, bus: 1, address: 0x76, every: 10s, values: { temperature: { offset: -0.4, deadband: 0.1, heartbeat: 5m } } }
              - { id: door, type: gpio-input, pin: 17, pull: up, active: low, debounce: 20ms }    # at start, on every change, and every `every` where given
            actuators:
              - { id: pump, type: gpio-output, pin: 22, initial: off, safe: off, max_on: 10m, on_link_loss: { after: 2m }, late_commands: 30s, require: [id, expires] }
            home_assistant: { discovery: false, prefix: homeassistant }
            health: { every: 1m }
            agent_commands: [ping, read, health]
            """;

    /** Contract section 8. */
    private static final String SECTION_8 = """
            board:
              type: simulated
              trace: trace.log                 # appended: 2026-11-23T06:15:05.002Z gpio 22 high (or: pwm 18 0.5); the first line of a pin is the level it was requested with
              control: control.txt             # read from its beginning at start, then followed: gpio 17 low | i2c 1 0x76 fail | i2c 1 0x76 ok | i2c 1 0x48 0x00 19 10
              sysfs: replay/sys                # read in place of /sys (1-Wire, IIO, hwmon, thermal zones)
              i2c:
                - { bus: 1, address: 0x76, chip: bme280 }                                   # a chip model with slowly changing values
                - { bus: 1, address: 0x48, registers: { 0x00: "19 10", 0x01: "60 A0" } }    # a register file: bytes from a pointer written first
                - { bus: 1, address: 0x44, replies: { "24 00": "61 B8 3C 7F 2E 90" } }      # bytes to read after these bytes were written
            """;

    @TempDir
    Path folder;

    private Configurations configurations;

    @BeforeEach
    void theFilesItNames() throws IOException {
        configurations = new Configurations(folder, Machine.named("hut"), Drivers.ALL);
        configurations.file("password", "secret", "rw-------");
        configurations.file("ca.pem", "");
        configurations.file("client.pem", "");
        configurations.file("client.key", "", "rw-------");
        Files.createDirectories(folder.resolve("replay/sys"));
    }

    private String here(String yaml) {
        return yaml.replace("/etc/sandpiper", folder.toString());
    }

    @Test
    void section6IsAccepted() throws ConfigErrors {
        var config = configurations.read(here(SECTION_6));
        assertEquals("greenhouse-1", config.device().id());
        assertEquals("greenhouse-1", config.broker().clientId());
        assertEquals(Optional.of("greenhouse-1"), config.broker().username());
        assertEquals(0x76, config.sensors().getFirst().options().whole("address"));
        assertEquals(
                Optional.of(Duration.ofMinutes(2)),
                config.actuators().getFirst().limits().onLinkLoss().map(Limits.LinkLoss::after));
        assertEquals(Set.of("ping", "read", "health"), config.agentCommands());
        assertTrue(config.digest().matches("sha256:[0-9a-f]{64}"), config.digest());
    }

    @Test
    void section8IsAccepted() throws ConfigErrors {
        var config = configurations.read(SECTION_8 + Configurations.SHORTEST);
        assertEquals(3, config.board().i2c().size());
        assertEquals(Optional.of(folder.resolve("trace.log")), config.board().trace());
    }

    @Test
    void section9sDriverIsAccepted() throws ConfigErrors {
        var config = configurations.read("drivers: [ { type: my-chip, jar: my-chip.jar, class: com.example.MyChip } ]\n"
                + Configurations.SHORTEST);
        assertEquals(folder.resolve("my-chip.jar"), config.drivers().getFirst().jar());
    }

    @Test
    void theErrorOfSection6IsToldAsThere() {
        configurations.refuse(
                "\n".repeat(11)
                        + Configurations.WITH_BROKER
                        + "sensors:\n  -   adress: 0x77\n      id: air\n      type: bme280\n",
                "agent.yaml:14:7: sensors[0].adress: unknown key; did you mean 'address'?");
    }

    @Test
    void everyDriversExampleIsAccepted() throws ConfigErrors {
        for (var driver : Drivers.ALL) {
            var list = Vocabulary.role(driver) == Shape.Role.SENSOR ? "sensors" : "actuators";
            configurations.read(Configurations.WITH_BROKER + list + ":\n  - " + driver.example() + "\n");
        }
    }
}
