package dev.sandpiper.agent.config;

import dev.sandpiper.agent.foreign.ForeignDriver;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.chip.Drivers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The checked configuration of an agent: every default filled in, every file name absolute.
 *
 * @param file as the caller gave it
 * @param digest of the file's bytes, {@code sha256:} and 64 hex digits
 * @param hubs chips that lend buses to others
 * @param drivers those outside the product, also those that no entry uses
 * @param healthEvery between two health messages
 * @param agentCommands what {@code do} may ask for on {@code command/agent}
 */
public record AgentConfig(
        Path file,
        String digest,
        DeviceConfig device,
        BrokerConfig broker,
        OutboxConfig outbox,
        BoardConfig board,
        List<SensorConfig> sensors,
        List<ActuatorConfig> actuators,
        List<Hub> hubs,
        List<ForeignDriver> drivers,
        HomeAssistantConfig homeAssistant,
        Duration healthEvery,
        Set<String> agentCommands) {

    /**
     * Reads and checks a configuration file.
     *
     * @throws ConfigErrors with everything that is wrong with it
     */
    public static AgentConfig read(Path file, Environment environment) throws ConfigErrors {
        return ConfigReader.read(file, environment, Drivers.ALL);
    }

    /**
     * The same of a file that is being written: it may have no broker, and nothing to do yet.
     *
     * @throws ConfigErrors with everything that is wrong with what is there
     */
    public static AgentConfig readUnfinished(Path file, Environment environment) throws ConfigErrors {
        return ConfigReader.readUnfinished(file, environment, Drivers.ALL);
    }

    /**
     * The same, and looks into the certificates, keys and secrets that the file names.
     *
     * @throws ConfigErrors with everything that is wrong with it and with them
     */
    public static AgentConfig readWithContents(Path file, Environment environment) throws ConfigErrors {
        return ConfigReader.readWithContents(file, environment, Drivers.ALL);
    }

    /** In the order of the file. */
    public List<String> sensorIds() {
        return sensors.stream().map(SensorConfig::id).toList();
    }

    /** In the order of the file. */
    public List<String> actuatorIds() {
        return actuators.stream().map(ActuatorConfig::id).toList();
    }
}
