package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A real nats-server whose MQTT listener has TLS; sessions and retained messages are in its JetStream. */
public final class Nats extends SecureBroker {
    /** A broker that is not yet running; {@code folder} is its own and does not need to exist. */
    public Nats(Path folder, TestCertificates certificates, Issued server, Accounts accounts) {
        super("nats-server", folder, certificates, server, accounts);
    }

    @Override
    public Nats start() {
        Path configuration = folder.resolve("nats.conf");
        try {
            Files.writeString(
                    configuration, """
                    server_name: sandpiper
                    listen: "127.0.0.1:-1"
                    lame_duck_grace_period: 100ms
                    jetstream { store_dir: "%s" }
                    mqtt {
                      listen: "127.0.0.1:%d"
                      tls { cert_file: "%s", key_file: "%s" }
                    }
                    authorization { users: [
                    %s] }
                    """.formatted(store(), process.port(), server.certificate(), server.key(), users()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.start(new ProcessBuilder(BrokerProcess.program("nats-server"), "-c", configuration.toString()));
        return this;
    }

    private String users() {
        return accounts.users().stream()
                .map(user -> "  { user: \"%s\", password: \"%s\", permissions: { %s } }\n"
                        .formatted(user, accounts.password(), rights(user)))
                .collect(Collectors.joining());
    }

    // To deliver QoS 1 it subscribes, in the client's name, to a subject of its own.
    private static String rights(String user) {
        return user.equals(Accounts.BACK_END) ? """
                        publish: ["sandpiper.*.command.*"], subscribe: ["sandpiper", "sandpiper.>", "$MQTT.sub.>"]""" : """
                        publish: ["sandpiper.%1$s.>"], subscribe: ["sandpiper.%1$s.command.*", "$MQTT.sub.>"]""".formatted(user);
    }

    private Path store() {
        return folder.resolve("jetstream");
    }

    /** As lame duck: on SIGTERM it still acknowledges messages that it does not keep any more. */
    @Override
    public void stop() {
        process.stop("-USR2");
    }

    @Override
    public void forget() {
        Folders.delete(store());
    }
}
