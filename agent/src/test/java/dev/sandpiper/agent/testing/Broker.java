package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import java.util.ArrayList;
import java.util.List;

/** A real broker process on loopback, which can be ended in every way and started again on the same port. */
public interface Broker extends AutoCloseable {
    /** Starts it, or starts it again, and waits until it listens. */
    Broker start();

    /** Ends it properly. */
    void stop();

    /** As a crash would. */
    void kill();

    /** Makes it lose all it kept, while it does not run; accounts and rights stay. */
    void forget();

    BrokerAddress address();

    /**
     * The command line of mosquitto_pub or mosquitto_sub, which speak MQTT 3.1.1 with any broker, with address, login and
     * certificates.
     */
    List<String> clientLine(String client, String... options);

    default int port() {
        return address().port();
    }

    /**
     * Publishes with QoS 1 unless an option says otherwise; returns when the broker has it.
     *
     * @param options of mosquitto_pub, such as {@code -r}
     */
    default void publish(String topic, String payload, String... options) {
        List<String> line = new ArrayList<>(clientLine("mosquitto_pub", "-q", "1", "-t", topic));
        line.addAll(List.of(payload.isEmpty() ? "-n" : "-s"));
        line.addAll(List.of(options));
        Command.feed(payload, line);
    }

    @Override
    default void close() {
        kill();
    }
}
