package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real RabbitMQ with its MQTT plug-in over TLS and a port mapper of its own, so that a system's one is left alone. */
public final class RabbitMq extends SecureBroker {
    // Not the one in /usr/sbin, which changes to the user rabbitmq.
    private static final String SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private final BrokerProcess portMapper = new BrokerProcess("epmd", folder);
    private final int distribution = BrokerProcess.freePort();

    /** A broker that is not yet running; {@code folder} is its own and does not need to exist. */
    public RabbitMq(Path folder, TestCertificates certificates, Issued server, Accounts accounts) {
        super("rabbitmq", folder, certificates, server, accounts);
    }

    @Override
    public RabbitMq start() {
        configure();
        portMapper.start(
                new ProcessBuilder("epmd", "-address", "127.0.0.1", "-port", Integer.toString(portMapper.port())));
        ProcessBuilder command = new ProcessBuilder(SERVER);
        command.environment().putAll(environment());
        process.start(command);
        return this;
    }

    private void configure() {
        try {
            Files.writeString(folder.resolve("rabbitmq.conf"), """
                    listeners.tcp = none
                    mqtt.listeners.tcp = none
                    mqtt.listeners.ssl.1 = 127.0.0.1:%d
                    mqtt.allow_anonymous = false
                    ssl_options.cacertfile = %s
                    ssl_options.certfile = %s
                    ssl_options.keyfile = %s
                    load_definitions = %s
                    """.formatted(
                            process.port(),
                            authority(),
                            server.certificate(),
                            server.key(),
                            folder.resolve("definitions.json")));
            Files.writeString(folder.resolve("definitions.json"), RabbitMqDefinitions.of(accounts));
            Files.writeString(folder.resolve("plugins"), "[rabbitmq_mqtt].\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                // The Erlang cookie is there.
                Map.entry("HOME", folder.toString()),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(portMapper.port())),
                Map.entry("RABBITMQ_NODENAME", "sandpiper@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distribution)),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", file("none")),
                Map.entry("RABBITMQ_CONFIG_FILE", file("rabbitmq.conf")),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", file("plugins")),
                Map.entry("RABBITMQ_MNESIA_BASE", file("data")),
                Map.entry("RABBITMQ_FEATURE_FLAGS_FILE", file("data/flags")),
                Map.entry("RABBITMQ_LOG_BASE", file("log")),
                Map.entry("RABBITMQ_GENERATED_CONFIG_DIR", file("generated")),
                Map.entry("RABBITMQ_SCHEMA_DIR", file("schema")),
                Map.entry("RABBITMQ_PID_FILE", file("pid")),
                // The server replaces the shell that starts it: the signals reach it.
                Map.entry("RUNNING_UNDER_SYSTEMD", "true"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public void stop() {
        process.stop();
        portMapper.kill();
    }

    @Override
    public void kill() {
        super.kill();
        portMapper.kill();
    }

    @Override
    public void forget() {
        Folders.delete(folder.resolve("data"));
    }
}
