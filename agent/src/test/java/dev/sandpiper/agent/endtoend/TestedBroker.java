package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.endtoend.Difference.CLOSES_ON_FORBIDDEN_FILTER;
import static dev.sandpiper.agent.endtoend.Difference.CLOSES_ON_FORBIDDEN_TOPIC;
import static dev.sandpiper.agent.endtoend.Difference.REFUSES_FORBIDDEN_FILTER;
import static dev.sandpiper.agent.endtoend.Difference.REPEATS_LATE;
import static dev.sandpiper.agent.endtoend.Difference.RETAINED_FOR_EXACT_TOPICS;
import static dev.sandpiper.agent.endtoend.Difference.STOPPED_BY_SIGUSR2;

import dev.sandpiper.agent.testing.Accounts;
import dev.sandpiper.agent.testing.Broker;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.Nats;
import dev.sandpiper.agent.testing.RabbitMq;
import dev.sandpiper.agent.testing.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The broker that {@code -Dbroker} names, with TLS and the rights of docs/operating.md. A class of tests shares it, since
 * RabbitMQ starts slowly; each test has a device of its own, whose agent ends with it.
 */
final class TestedBroker implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Accounts ACCOUNTS = new Accounts(
            IntStream.rangeClosed(1, 12).mapToObj(number -> "hut-" + number).toList(), "secret");

    private final Path folder = Folders.temporary();
    private final TestCertificates certificates = TestCertificates.in(folder.resolve("ca"));
    private final Kind kind =
            Kind.valueOf(System.getProperty("broker", "mosquitto").toUpperCase(Locale.ROOT));
    private final Broker broker;
    private final List<BrokerSite> sites = new ArrayList<>();
    private int used;

    /** What is tested, by the name {@code -Dbroker} has for it. */
    private enum Kind {
        MOSQUITTO,
        RABBITMQ(RETAINED_FOR_EXACT_TOPICS, CLOSES_ON_FORBIDDEN_TOPIC, CLOSES_ON_FORBIDDEN_FILTER),
        NATS(REFUSES_FORBIDDEN_FILTER, REPEATS_LATE, STOPPED_BY_SIGUSR2);

        private final Set<Difference> differences;

        Kind(Difference... differences) {
            this.differences = Set.of(differences);
        }
    }

    TestedBroker() {
        var server = certificates.forLoopback();
        var home = folder.resolve("broker");
        broker = switch (kind) {
            case MOSQUITTO ->
                Site.durable(Mosquitto.in(home)).withTls(certificates, server).withAccounts(ACCOUNTS);
            case RABBITMQ -> new RabbitMq(home, certificates, server, ACCOUNTS);
            case NATS -> new Nats(home, certificates, server, ACCOUNTS);
        };
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        broker.start();
        // See Nats.stop().
        differs(STOPPED_BY_SIGUSR2);
    }

    /** The next device, recorded from now on, with an agent that is not started yet. */
    BrokerSite site(String devices) {
        return site("fresh_for: 1s", devices);
    }

    /** @param outbox more keys of the section */
    BrokerSite site(String outbox, String devices) {
        var device = ACCOUNTS.devices().get(used++);
        var recorder = Recorder.on(broker, "recorder-" + device, "sandpiper/" + device + "/#");
        var agent = AgentProcess.in(
                folder.resolve(device),
                """
                device: { id: %s }
                broker:
                  url: "%s"
                  username: "{device}"
                  password_file: password
                  tls: { ca_file: "%s" }
                  reconnect: { min: 100ms, max: 500ms }
                outbox: { directory: outbox, commit_every: 500ms, %s }
                board: { type: simulated, trace: trace.log, control: control.txt }
                """.formatted(device, broker.address().url(), certificates.ca(), outbox) + devices);
        password(agent, ACCOUNTS.password());
        var site = new BrokerSite(broker, device, recorder, agent);
        sites.add(site);
        return site;
    }

    /** Writes the agent's password file. */
    static void password(AgentProcess agent, String password) {
        var file = agent.write("password", password + "\n");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String rightPassword() {
        return ACCOUNTS.password();
    }

    /** Whether it is known to do this; if so, scripts/test-brokers prints it. */
    boolean differs(Difference difference) {
        var known = kind.differences.contains(difference);
        if (known) System.out.println("difference: " + difference.sentence());
        return known;
    }

    Broker broker() {
        return broker;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        sites.forEach(BrokerSite::close);
        sites.clear();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        broker.close();
        Folders.delete(folder);
    }
}
