package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Login, session, last will and take-over at each broker of scripts/test-brokers. */
@Tag("brokers")
class BrokerSessionTest {
    @RegisterExtension
    static final TestedBroker TESTED = new TestedBroker();

    private BrokerSite site;

    @BeforeEach
    void aDevice() {
        site = TESTED.site("""
                sensors: [ { id: air, type: bme280, every: 200ms } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """);
    }

    @Test
    void withPasswordAndTlsItIsOnlineInANewSessionAndEverythingItMayPublishArrives() {
        site.start();
        assertEquals(1, connections().size(), site.agent().log());
        assertTrue(
                connections().getFirst().matches(".*TLSv1.3.*, session new"),
                site.agent().log());
        site.recorder().await(site.topic("status"), "online"::equals);
        site.await("telemetry/air", reading -> reading.has("temperature"));
        site.await("state/pump", state -> state.has("value"));
        site.await("health", health -> health.get("ok").getAsBoolean());
        assertEquals(0, site.agent().logLinesWith("WARN").size(), site.agent().log());
        assertEquals("online", retainedStatus());
    }

    @Test
    void aWrongPasswordIsNamedAndWhenItIsCorrectedEverythingArrives() {
        TestedBroker.password(site.agent(), "guess");
        site.agent().start();
        site.agent().awaitLog("broker.password_file");
        TestedBroker.password(site.agent(), TESTED.rightPassword());
        site.agent().awaitLog("connected to");
        awaitReadings();
        assertTrue(site.arrivals().all().stream().anyMatch(arrival -> arrival.seq() == 1));
    }

    @Test
    void theSessionIsThereAgainAfterACleanRestartAndAfterACrash() {
        site.start();
        site.agent().terminate();
        site.start();
        assertTrue(
                connections().getFirst().endsWith("session present"),
                site.agent().log());
        site.agent().kill();
        site.start();
        assertTrue(
                connections().getFirst().endsWith("session present"),
                site.agent().log());
    }

    @Test
    void theSessionOutlivesTheBrokersOrderlyRestart() {
        site.start();
        TESTED.broker().stop();
        TESTED.broker().start();
        Eventually.until("the agent is back", () -> connections().size() >= 2);
        assertTrue(
                connections().getLast().endsWith("session present"),
                site.agent().log());
    }

    @Test
    void aBrokerThatForgotEverythingIsSubscribedToAnew() {
        site.start();
        TESTED.broker().stop();
        TESTED.broker().forget();
        TESTED.broker().start();
        Eventually.until("the agent is back", () -> connections().size() >= 2);
        assertTrue(connections().get(1).endsWith("session lost"), site.agent().log());
        try (var second = Recorder.on(TESTED.broker(), "second", site.topic("#"))) {
            site.send("pump", "{\"id\":\"after\",\"value\":true}");
            second.await(site.topic("reply/pump"), reply -> reply.contains("\"result\":\"done\""));
        }
        assertEquals(List.of("low", "high"), site.agent().levels(22));
    }

    @Test
    void aCrashPublishesTheLastWillRetained() {
        site.start();
        site.agent().kill();
        site.recorder().await(site.topic("status"), "offline"::equals);
        assertEquals("offline", retainedStatus());
    }

    @Test
    void aCleanStopSaysOfflineByItselfAndTheLastWillStaysUnsaid() {
        site.start();
        assertEquals(0, site.agent().terminate());
        site.recorder().await(site.topic("status"), "offline"::equals);
        assertEquals("offline", retainedStatus());
        site.start();
        var said = site.recorder().on(site.topic("status"));
        assertEquals(List.of("online", "offline", "online"), said);
    }

    @Test
    void anotherClientWithItsIdTakesOverAndTheAgentComesBackWithItsSubscription() {
        site.start();
        awaitReadings();
        takeOver();
        Eventually.until("the agent is back", () -> connections().size() >= 2);
        assertEquals("done", site.ask("pump", "on").get("result").getAsString());
        awaitReadings();
    }

    /** With the device's own account, since a device may have no session but its own. */
    private void takeOver() {
        var line = new ArrayList<>(TESTED.broker().clientLine("mosquitto_sub"));
        line.set(line.indexOf("-u") + 1, site.device());
        line.addAll(List.of("-i", site.device(), "-c", "-q", "1", "-t", site.topic("command/+"), "-E"));
        Command.run(line);
    }

    private void awaitReadings() {
        var before = site.on("telemetry/air").size();
        Eventually.until("readings arrive", () -> site.on("telemetry/air").size() >= before + 5);
        Eventually.until(
                "none is missing",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
    }

    /** What the agent says of each. */
    private List<String> connections() {
        return site.agent().logLinesWith("connected to");
    }

    /** What somebody who comes later is told. */
    private String retainedStatus() {
        var line = TESTED.broker().clientLine("mosquitto_sub", "-q", "1", "-C", "1", "-W", "20", "-F", "%r %p");
        line.addAll(List.of("-t", site.topic("status")));
        var told = Command.run(line).strip();
        assertTrue(told.startsWith("1 "), told);
        return told.substring(2);
    }
}
