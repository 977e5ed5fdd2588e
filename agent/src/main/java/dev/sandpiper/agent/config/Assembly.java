package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.agent.config.OutboxConfig.WhenFull;
import dev.sandpiper.agent.payload.Format;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Puts together the records from a file nothing was wrong with. */
record Assembly(Path file, String digest, String id, NamedFiles files) {
    private static final Duration USUAL_CYCLE = Duration.ofSeconds(10);
    private static final Duration USUAL_HEALTH = Duration.ofMinutes(1);

    AgentConfig config(Found all) {
        return new AgentConfig(
                file,
                digest,
                device(all.get("device", Found.class)),
                broker(all.get("broker", Found.class)),
                outbox(all.get("outbox", Found.class)),
                board(all.get("board", Found.class)),
                all.list("sensors", Entry.class).stream().map(Assembly::sensor).toList(),
                all.list("actuators", Entry.class).stream()
                        .filter(entry -> entry.type().orElseThrow() instanceof ActuatorType)
                        .map(Assembly::actuator)
                        .toList(),
                Hubs.all(all),
                all.list("drivers", Found.class).stream()
                        .map(OwnDrivers::driver)
                        .toList(),
                homeAssistant(all.get("home_assistant", Found.class)),
                healthEvery(all),
                all.has("agent_commands") ? words(all, "agent_commands") : ordered(Vocabulary.USUAL_AGENT_COMMANDS));
    }

    // Whoever gathers readings pays by the byte: a health message each minute would cost half as much as they do.
    private static Duration healthEvery(Found all) {
        var gathered = all.get("broker", Found.class).get("send_every", Duration.class);
        return all.get("health", Found.class)
                .maybe("every", Duration.class)
                .orElse(gathered.compareTo(USUAL_HEALTH) > 0 ? gathered : USUAL_HEALTH);
    }

    private DeviceConfig device(Found device) {
        return new DeviceConfig(
                id,
                device.maybe("name", String.class).orElse(id),
                device.get("clock", String.class).equals("trusted"),
                device.get("clock_wait", Duration.class));
    }

    BrokerConfig broker(Found broker) {
        var reconnect = broker.get("reconnect", Found.class);
        var rate = broker.get("max_rate", Found.class);
        var username = broker.maybe("username", String.class);
        return new BrokerConfig(
                broker.list("url", BrokerAddress.class),
                broker.get("client_id", String.class).replace("{device}", id),
                username,
                username.flatMap(_ -> passwordFile(broker)),
                tls(broker.get("tls", Found.class)),
                broker.get("keep_alive", Duration.class),
                reconnect.get("min", Duration.class),
                reconnect.get("max", Duration.class),
                broker.get("prefix", String.class),
                Format.named(broker.get("format", String.class)),
                broker.get("send_every", Duration.class),
                rate.maybe("messages", Double.class).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                rate.maybe("bytes", Long.class).map(OptionalLong::of).orElse(OptionalLong.empty()),
                Math.toIntExact(broker.get("max_packet", Long.class)));
    }

    private Optional<Path> passwordFile(Found broker) {
        return broker.maybe("password_file", Path.class).or(() -> files.credential("broker-password"));
    }

    private static TlsConfig tls(Found tls) {
        return new TlsConfig(
                tls.maybe("ca_file", Path.class),
                tls.maybe("cert_file", Path.class),
                tls.maybe("key_file", Path.class),
                tls.maybe("key_passphrase_file", Path.class),
                tls.maybe("server_name", String.class),
                tls.list("alpn", String.class));
    }

    private static OutboxConfig outbox(Found outbox) {
        return new OutboxConfig(
                outbox.get("directory", Path.class),
                outbox.get("max_size", Long.class),
                outbox.get("commit_every", Duration.class),
                outbox.get("when_full", String.class).equals("thin") ? WhenFull.THIN : WhenFull.DROP_OLDEST,
                outbox.get("fresh_for", Duration.class),
                Math.toIntExact(outbox.get("batch", Long.class)));
    }

    private static BoardConfig board(Found board) {
        return new BoardConfig(
                BoardType.valueOf(
                        board.get("type", String.class).replace('-', '_').toUpperCase(java.util.Locale.ROOT)),
                board.maybe("trace", Path.class),
                board.maybe("control", Path.class),
                board.maybe("sysfs", Path.class),
                board.list("i2c", Found.class).stream().map(Assembly::simulated).toList());
    }

    private static SimulatedDevice simulated(Found device) {
        var contents = device.maybe("registers", SimulatedDevice.Contents.class)
                .or(() -> device.maybe("replies", SimulatedDevice.Contents.class))
                .orElseGet(() -> new SimulatedDevice.Contents.Chip(device.get("chip", String.class)));
        return new SimulatedDevice(
                device.get("bus", Bus.class), Math.toIntExact(device.get("address", Long.class)), contents);
    }

    private static SensorConfig sensor(Entry entry) {
        var type = (SensorType) entry.type().orElseThrow();
        var found = entry.found();
        return new SensorConfig(
                found.get("id", String.class),
                type,
                entry.section().orElseThrow(),
                every(found, type),
                found.get("align", Boolean.class),
                found.maybe("retain", Boolean.class).orElse(type.retained()),
                Shaped.values(found, type),
                Shaped.derivation(found));
    }

    static Optional<Duration> every(Found sensor, SensorType type) {
        return sensor.maybe("every", Duration.class)
                .or(() -> type.cyclic() ? Optional.of(USUAL_CYCLE) : Optional.empty());
    }

    private static ActuatorConfig actuator(Entry entry) {
        var type = (ActuatorType) entry.type().orElseThrow();
        var found = entry.found();
        try {
            var options = entry.section().orElseThrow();
            var limiting = new Limiting(type, options, found);
            return new ActuatorConfig(
                    found.get("id", String.class),
                    type,
                    options,
                    limiting.initial(),
                    limiting.safe(),
                    limiting.limits(),
                    found.get("late_commands", LateCommands.class),
                    words(found, "require"));
        } catch (Misfit misfit) {
            throw new IllegalStateException("the rules let it pass", misfit);
        }
    }

    private static HomeAssistantConfig homeAssistant(Found homeAssistant) {
        return new HomeAssistantConfig(
                homeAssistant.get("discovery", Boolean.class),
                homeAssistant.get("prefix", String.class),
                words(homeAssistant, "numbers"));
    }

    private static Set<String> words(Found found, String key) {
        return ordered(found.list(key, String.class));
    }

    private static Set<String> ordered(List<String> words) {
        return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(words));
    }
}
