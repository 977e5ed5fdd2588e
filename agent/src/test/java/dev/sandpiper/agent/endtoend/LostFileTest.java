package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.endtoend.Arrivals.Arrival;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.KeptRows;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody deletes the outbox of a running agent, or puts an older copy in its place, while the broker is away: what had
 * not been delivered arrives, once the broker is back, also when the agent is killed before.
 */
class LostFileTest {
    @TempDir
    Path folder;

    private Mosquitto broker;
    private Recorder recorder;
    private final List<Owner> owners = new ArrayList<>();

    private enum Loss {
        FILE_DELETED {
            @Override
            void strike(Path outbox) throws IOException {
                Files.delete(outbox.resolve("outbox.db"));
            }
        },
        FOLDER_DELETED {
            @Override
            void strike(Path outbox) {
                Folders.delete(outbox);
            }
        },
        OLDER_COPY {
            @Override
            void strike(Path outbox) throws IOException {
                Files.move(outbox.resolve("older"), outbox.resolve("outbox.db"), StandardCopyOption.REPLACE_EXISTING);
            }
        };

        abstract void strike(Path outbox) throws IOException;
    }

    private record Owner(Loss loss, Path outbox, BrokerSite site) {
        String log() {
            return loss + ": " + site.agent().log();
        }

        Set<String> arrived() {
            return site.arrivals().all().stream().map(Arrival::text).collect(Collectors.toSet());
        }

        void awaitRows(int more) {
            var before = KeptRows.seenIn(outbox).records().size();
            Eventually.until(
                    () -> "more rows are on the disk; " + log(),
                    () -> KeptRows.seenIn(outbox).records().size() >= before + more);
        }
    }

    @BeforeEach
    void anAgentForEachLoss() {
        broker = Site.durable(Mosquitto.in(folder.resolve("broker"))).start();
        recorder = Recorder.on(broker, "recorder");
        for (var loss : Loss.values()) {
            var device = loss.name().toLowerCase();
            var agent = AgentProcess.in(folder.resolve(device), """
                    device: { id: %s }
                    broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms } }
                    outbox: { directory: outbox, commit_every: 200ms }
                    board: { type: simulated }
                    sensors: [ { id: air, type: bme280, every: 100ms } ]
                    """.formatted(device, broker.port()));
            owners.add(new Owner(
                    loss, folder.resolve(device).resolve("outbox"), new BrokerSite(broker, device, recorder, agent)));
        }
    }

    @AfterEach
    void theEnd() {
        owners.forEach(owner -> owner.site().close());
        broker.close();
    }

    @Test
    void whatWasNotDeliveredArrivesAlsoAfterAKill() throws IOException {
        owners.forEach(owner -> owner.site().start());
        broker.stop();
        for (var owner : owners) {
            owner.awaitRows(5);
            Files.copy(owner.outbox().resolve("outbox.db"), owner.outbox().resolve("older"));
            owner.awaitRows(5);
        }
        for (var owner : owners) owner.loss().strike(owner.outbox());
        for (var owner : owners)
            owner.site().agent().awaitLog("was deleted or replaced while in use; its records are saved from");
        for (var owner : owners) owner.site().agent().awaitLog("the outbox was damaged: ");
        for (var owner : owners) owner.awaitRows(5);
        for (var owner : owners) owner.site().agent().kill();
        var rows = owners.stream()
                .map(owner -> KeptRows.leftIn(owner.outbox()).records())
                .toList();
        broker.start();
        for (var owner : owners) owner.site().start();
        for (var i = 0; i < rows.size(); i++) assertArrives(owners.get(i), rows.get(i));
    }

    private void assertArrives(Owner owner, List<KeptRows.Row> rows) {
        Eventually.until(
                () -> "what was on the disk arrived; " + owner.log(),
                () -> owner.arrived()
                        .containsAll(rows.stream().map(KeptRows.Row::text).toList()));
        var arrivals = owner.site().arrivals();
        arrivals.assertDuplicatesAreIdentical();
        arrivals.assertNothingMissing();
        assertEquals(2, arrivals.all().stream().map(Arrival::run).distinct().count(), owner.log());
        Eventually.until(
                () -> "health tells of it; " + owner.log(),
                () -> owner.site()
                        .on("health")
                        .getLast()
                        .get("problems")
                        .toString()
                        .contains("the outbox was damaged"));
    }
}
