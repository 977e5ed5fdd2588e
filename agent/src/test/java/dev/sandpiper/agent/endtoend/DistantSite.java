package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.endtoend.Arrivals.Arrival;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultProxy;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A site whose agent reaches its broker over TLS through a network that does what the test says. */
final class DistantSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final FaultProxy network;
    private final Site site;
    private final Toggles toggles;

    private DistantSite(FaultProxy network, Site site) {
        this.network = network;
        this.site = site;
        this.toggles = new Toggles(site);
    }

    /**
     * A running broker and an agent that is not started yet.
     *
     * @param broker more settings of the agent's broker section, such as {@code keep_alive: 5s}
     * @param sensors the sensors section
     */
    static DistantSite in(Path folder, TestCertificates authority, String broker, String sensors) {
        // mosquitto_sub gives up after a failure of TLS, so that the recorder comes by a listener without.
        var plain = Mosquitto.freePort();
        var running = Site.durable(Mosquitto.in(folder.resolve("broker")))
                .withTls(authority, authority.forServer(folder.getFileName().toString(), "IP:127.0.0.1"))
                .with("listener " + plain + " 127.0.0.1")
                .start();
        var network = FaultProxy.to(running.port(), Long.getLong("seed", 1));
        var agent = AgentProcess.in(
                folder.resolve("agent"), """
                device: { id: hut }
                broker: { url: "mqtts://127.0.0.1:%d", tls: { ca_file: "%s" }, %s }
                outbox: { directory: outbox, fresh_for: 2s, commit_every: 200ms }
                board: { type: simulated, trace: trace.log }
                %s
                """.formatted(network.port(), authority.ca(), broker, sensors) + Toggles.PUMP);
        return new DistantSite(network, Site.of(running, Recorder.at(plain, "anybody", ""), agent));
    }

    /** Starts the agent; returns when a command would not count as one that had waited. */
    DistantSite start() {
        site.agent().start();
        awaitConnections(1);
        site.recorder().await(Site.BASE + "command/agent", payload -> payload.contains("sandpiper-marker-"));
        return this;
    }

    FaultProxy network() {
        return network;
    }

    Mosquitto broker() {
        return site.broker();
    }

    AgentProcess agent() {
        return site.agent();
    }

    Site site() {
        return site;
    }

    /** For the agent's next start; what its outputs showed is forgotten. */
    void reconfigure(String old, String next) {
        try {
            Files.delete(agent().file("trace.log"));
            var yaml = Files.readString(agent().file("agent.yaml"));
            agent().configure(yaml.replace(old, next));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Sends a command straight to the broker. */
    void command() {
        toggles.send();
    }

    /** How often the agent has logged in since its start. */
    int connections() {
        return site.agent().logLinesWith("connected to mqtts").size();
    }

    void awaitConnections(int count) {
        Eventually.until(
                () -> "the agent has connected " + count + " times; it said:\n"
                        + site.agent().log(),
                PATIENCE,
                () -> connections() >= count);
    }

    /** Waits for the marker, which the agent sends when the broker has granted its subscription: until then it hears nothing. */
    void awaitMarkers(int count) {
        Eventually.until(
                "the agent has sent " + count + " markers",
                () -> site.recorder().on(Site.BASE + "command/agent").stream()
                                .filter(payload -> payload.contains("sandpiper-marker-"))
                                .distinct()
                                .count()
                        >= count);
    }

    /** Waits for so many more readings that are fresh. */
    void awaitReadings(int count) {
        var before = readings();
        Eventually.until(
                () -> count + " more readings come, not only " + (readings() - before) + "; the agent said:\n"
                        + site.agent().log(),
                PATIENCE,
                () -> readings() >= before + count);
    }

    private int readings() {
        return site.recorder().on(Site.BASE + "telemetry/air").size();
    }

    /** After all that happened: readings come again and all came, in order, and so did the answers to the commands. */
    void assertNothingIsLost() {
        awaitReadings(10);
        Eventually.until(
                () -> "none is missing of " + missing() + "; the agent said:\n"
                        + site.agent().log(),
                PATIENCE,
                () -> missing().isEmpty());
        site.arrivals().assertDuplicatesAreIdentical();
        assertOrdered("telemetry/air");
        assertOrdered("history/air");
        toggles.assertEachWasAnsweredAndNoneActedTwice();
    }

    private List<Long> missing() {
        var arrivals = site.arrivals();
        return arrivals.runs().stream()
                .flatMap(run -> arrivals.missing(run).stream())
                .toList();
    }

    private void assertOrdered(String topic) {
        var numbers =
                site.arrivals().on(topic).stream().map(Arrival::seq).distinct().toList();
        assertEquals(numbers.stream().sorted().toList(), numbers, topic);
    }

    @Override
    public void close() {
        site.close();
        network.close();
    }
}
