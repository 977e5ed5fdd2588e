package dev.sandpiper.agent.config;

import dev.sandpiper.agent.payload.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the broker is reached and how much is sent to it.
 *
 * @param addresses tried in this order, at least one
 * @param passwordFile the file named, else the systemd credential {@code broker-password} where there is one
 * @param prefix of every topic; one to three levels
 * @param format of readings and states
 * @param sendEvery gathers readings and sends them together; zero sends each at once
 * @param maxMessagesPerSecond ceiling for the backlog
 * @param maxBytesPerSecond ceiling for the backlog
 * @param maxPacket the largest MQTT packet accepted, bytes
 */
public record BrokerConfig(
        List<BrokerAddress> addresses,
        String clientId,
        Optional<String> username,
        Optional<Path> passwordFile,
        TlsConfig tls,
        Duration keepAlive,
        Duration reconnectMin,
        Duration reconnectMax,
        String prefix,
        Format format,
        Duration sendEvery,
        OptionalDouble maxMessagesPerSecond,
        OptionalLong maxBytesPerSecond,
        int maxPacket) {

    /**
     * What a configuration says of its broker, words of the command line in place of its keys. The rest of the file may
     * be wrong or missing: whoever sends commands has no sensors.
     *
     * @throws ConfigErrors with everything that is wrong with either
     */
    public static BrokerConfig read(Path file, BrokerWords words, Environment environment) throws ConfigErrors {
        return ConfigReader.readBroker(file, words, environment);
    }

    /** The same without a configuration. */
    public static BrokerConfig of(BrokerWords words, Environment environment) throws ConfigErrors {
        return ConfigReader.broker(words, environment);
    }
}
