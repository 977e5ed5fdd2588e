package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.store.Notes;
import dev.sandpiper.agent.store.Store;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTopicsTest {
    @TempDir(factory = MemoryDisk.class)
    Path folder;

    private static final List<String> HERE = List.of("here:1883");

    private Store store;
    private KeptTopics topics;

    @BeforeEach
    void start() {
        store = new Store(folder, 64 << 20, new SimulatedTime());
        topics = new KeptTopics(new Notes(store));
    }

    @AfterEach
    void stop() {
        new Notes(store).write("a commit", "");
        store.close();
    }

    private void restart(String... present) {
        stop();
        start();
        topics.present(HERE, List.of(present));
    }

    @Test
    void atFirstNothingIsGone() {
        assertEquals(Set.of(), topics.gone());
        topics.present(HERE, List.of());
        assertEquals(Set.of(), topics.gone());
    }

    @Test
    void whatIsNotThereAnyMoreIsGoneUntilTheBrokerHasForgottenIt() {
        topics.present(HERE, List.of("lamp", "pump"));
        topics.present(HERE, List.of("lamp"));
        assertEquals(Set.of("pump"), topics.gone());
        topics.cleared("pump");
        assertEquals(Set.of(), topics.gone());
    }

    @Test
    void thatIsRememberedOverRestarts() {
        topics.present(HERE, List.of("lamp", "pump"));
        restart("lamp");
        assertEquals(Set.of("pump"), topics.gone());
        restart("lamp");
        assertEquals(Set.of("pump"), topics.gone());
        topics.cleared("pump");
        restart("lamp");
        assertEquals(Set.of(), topics.gone());
    }

    @Test
    void whatIsBackBeforeTheBrokerAnsweredStays() {
        topics.present(HERE, List.of("pump"));
        topics.present(HERE, List.of());
        topics.present(HERE, List.of("pump"));
        topics.cleared("pump");
        restart();
        assertEquals(Set.of("pump"), topics.gone());
    }

    @Test
    void eachBrokerForgetsWhatItKeepsWhenTheDeviceIsThereAgain() {
        topics.present(HERE, List.of("state/lamp", "telemetry/door"));
        topics.present(List.of("there:1883"), List.of("state/lamp"));
        assertEquals(Set.of(), topics.gone());
        topics.present(List.of("other:1883", "here:1883"), List.of("state/lamp"));
        assertEquals(Set.of("telemetry/door"), topics.gone());
        topics.cleared("telemetry/door");
        topics.present(HERE, List.of("state/lamp"));
        assertEquals(Set.of(), topics.gone());
    }
}
