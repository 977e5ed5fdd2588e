package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real RabbitMQ with its MQTT plug-in over TLS and a port mapper of its own, so that a system's one is left alone. */
public final class RabbitMq implements Broker {
    // Not the one in /usr/sbin, which changes to the user rabbitmq.
    private static final String SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private final Path folder;
    private final TestCertificates certificates;
    private final Issued server;
    private final Accounts accounts;
    private final BrokerProcess process;
    private final BrokerProcess portMapper;
    private final int distribution = BrokerProcess.freePort();

    private RabbitMq(Path folder, TestCertificates certificates, Issued server, Accounts accounts) {
        this.folder = folder;
        this.certificates = certificates;
        this.server = server;
        this.accounts = accounts;
        this.process = new BrokerProcess("rabbitmq", folder);
        this.portMapper = new BrokerProcess("epmd", folder);
    }

    /** A broker that is not yet running; {@code folder} is its own and does not need to exist. */
    public static RabbitMq in(Path folder, TestCertificates certificates, Issued server, Accounts accounts) {
        try {
            return new RabbitMq(Files.createDirectories(folder), certificates, server, accounts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                            certificates.ca(),
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
        process.kill();
        portMapper.kill();
    }

    @Override
    public void forget() {
        Folders.delete(folder.resolve("data"));
    }

    @Override
    public BrokerAddress address() {
        return new BrokerAddress("mqtts://127.0.0.1:" + process.port(), "127.0.0.1", process.port(), true);
    }

    @Override
    public List<String> clientLine(String client, String... options) {
        return accounts.backEndLine(client, process.port(), certificates.ca(), options);
    }
}
