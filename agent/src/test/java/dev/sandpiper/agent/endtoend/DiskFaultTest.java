package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.endtoend.Arrivals.Arrival;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.KeptRows;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of trouble a disk can make, each with an agent of its own, all at the same time: live readings go out, the
 * trouble is told, and when it is over the agent uses the disk again by itself and has lost nothing.
 */
class DiskFaultTest {
    @TempDir
    Path folder;

    private Mosquitto broker;
    private Recorder recorder;
    private final List<Patient> patients = new ArrayList<>();

    private record Patient(DiskFault fault, Path folder, BrokerSite site) {
        String log() {
            return fault + ": " + site.agent().log();
        }

        List<JsonObject> readings() {
            return site.on("telemetry/air");
        }

        KeptRows kept() {
            return KeptRows.seenIn(folder.resolve("disk/outbox"));
        }
    }

    @BeforeEach
    void anAgentForEachFault() throws IOException {
        broker = Site.durable(Mosquitto.in(folder.resolve("broker"))).start();
        recorder = Recorder.on(broker, "recorder");
        for (var fault : DiskFault.values()) prepare(fault);
    }

    private void prepare(DiskFault fault) throws IOException {
        var own = folder.resolve(fault.name());
        Files.createDirectories(own.resolve("disk"));
        var device = fault.name().toLowerCase();
        var agent = AgentProcess.in(own, """
                device: { id: %s }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms } }
                outbox: { directory: disk/outbox, commit_every: 200ms }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280, every: 100ms } ]
                """.formatted(device, broker.port()));
        try {
            fault.prepare(own, agent);
            patients.add(new Patient(fault, own, new BrokerSite(broker, device, recorder, agent)));
        } catch (AssertionError forbidden) {
            fault.tidyUp(own);
            System.out.println(fault + " is left out: " + forbidden.getMessage());
        }
    }

    @AfterEach
    void theEnd() {
        patients.forEach(patient -> patient.site().close());
        patients.forEach(patient -> patient.fault().tidyUp(patient.folder()));
        broker.close();
    }

    @Test
    void nothingThatFitsInMemoryIsLostAndTheDiskIsUsedAgainWhenItCanBe() {
        // One by one: six that begin at once take all the time there is for it from each other.
        each(patient -> patient.site().start());
        awaitReadings(5);
        broker.stop();
        each(patient -> patient.fault().strike(patient.folder(), patient.site().agent()));
        each(patient -> awaitLog(patient, "cannot be used: "));
        broker.start();
        awaitReadings(10);
        each(this::awaitTheProblemInHealth);
        broker.stop();
        each(patient -> patient.fault().heal(patient.folder(), patient.site().agent()));
        each(patient -> awaitLog(patient, "can be used again"));
        each(this::awaitRowsOnTheDisk);
        each(this::assertSaidOnce);
        var rows = patients.stream().map(Patient::kept).toList();
        each(patient -> patient.site().agent().kill());
        broker.start();
        for (var i = 0; i < rows.size(); i++) {
            patients.get(i).site().agent().start();
            assertArrives(patients.get(i), rows.get(i));
        }
        each(this::awaitHealth);
    }

    private void each(Consumer<Patient> action) {
        patients.forEach(action);
    }

    private void awaitReadings(int more) {
        var before = patients.stream().map(patient -> patient.readings().size()).toList();
        for (var i = 0; i < before.size(); i++) {
            var patient = patients.get(i);
            var enough = before.get(i) + more;
            Eventually.until(patient::log, () -> patient.readings().size() >= enough);
        }
    }

    private void awaitLog(Patient patient, String words) {
        Eventually.until(
                () -> "it says '" + words + "'; " + patient.log(),
                () -> patient.site().agent().log().contains(words));
    }

    private void awaitTheProblemInHealth(Patient patient) {
        Eventually.until(
                () -> "health tells of it; it tells " + patient.site().on("health") + patient.log(),
                () -> patient.site().on("health").stream()
                        .anyMatch(health -> health.get("problems").toString().contains("the outbox cannot be used")));
    }

    private void awaitRowsOnTheDisk(Patient patient) {
        Eventually.until(
                () -> "rows are on the disk; " + patient.log(),
                () -> patient.kept().records().size() > 5);
    }

    private void assertSaidOnce(Patient patient) {
        var agent = patient.site().agent();
        assertEquals(1, agent.logLinesWith("cannot be used: ").size(), patient.log());
        assertEquals(1, agent.logLinesWith("can be used again").size(), patient.log());
    }

    private void assertArrives(Patient patient, KeptRows rows) {
        var expected = rows.records().stream().map(KeptRows.Row::text).collect(Collectors.toSet());
        Eventually.until(
                () -> "what was on the disk arrived; " + patient.log(),
                () -> texts(patient).containsAll(expected));
        var arrivals = patient.site().arrivals();
        arrivals.assertDuplicatesAreIdentical();
        arrivals.assertNothingMissing();
        for (var topic : List.of("telemetry/air", "history/air"))
            assertOrdered(arrivals.on(topic), patient + " " + topic);
    }

    private static Set<String> texts(Patient patient) {
        return patient.site().arrivals().all().stream().map(Arrival::text).collect(Collectors.toSet());
    }

    // What is repeated after the loss of the link aside, and run by run: a number drawn at random may be smaller.
    private static void assertOrdered(List<Arrival> arrivals, String what) {
        for (var run : arrivals.stream().map(Arrival::run).distinct().toList()) {
            var numbers = arrivals.stream()
                    .filter(arrival -> arrival.run() == run)
                    .map(Arrival::seq)
                    .distinct()
                    .toList();
            assertEquals(numbers.stream().sorted().toList(), numbers, what);
        }
    }

    private void awaitHealth(Patient patient) {
        Eventually.until(
                () -> "all is well again; " + patient.site().on("health").getLast() + patient.log(),
                () -> patient.site().on("health").getLast().get("ok").getAsBoolean());
        assertTrue(patient.log().lines().noneMatch(line -> line.contains("ERROR")), patient.log());
    }
}
