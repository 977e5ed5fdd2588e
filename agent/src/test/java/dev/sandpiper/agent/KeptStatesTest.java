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

class KeptStatesTest {
    @TempDir(factory = MemoryDisk.class)
    Path folder;

    private Store store;
    private KeptStates states;

    @BeforeEach
    void start() {
        store = new Store(folder, 64 << 20, new SimulatedTime());
        states = new KeptStates(new Notes(store));
    }

    @AfterEach
    void stop() {
        new Notes(store).write("a commit", "");
        store.close();
    }

    private void restart(String... present) {
        stop();
        start();
        states.present(List.of(present));
    }

    @Test
    void atFirstNothingIsGone() {
        assertEquals(Set.of(), states.gone());
        states.present(List.of());
        assertEquals(Set.of(), states.gone());
    }

    @Test
    void whatIsNotThereAnyMoreIsGoneUntilTheBrokerHasForgottenIt() {
        states.present(List.of("lamp", "pump"));
        states.present(List.of("lamp"));
        assertEquals(Set.of("pump"), states.gone());
        states.cleared("pump");
        assertEquals(Set.of(), states.gone());
    }

    @Test
    void thatIsRememberedOverRestarts() {
        states.present(List.of("lamp", "pump"));
        restart("lamp");
        assertEquals(Set.of("pump"), states.gone());
        restart("lamp");
        assertEquals(Set.of("pump"), states.gone());
        states.cleared("pump");
        restart("lamp");
        assertEquals(Set.of(), states.gone());
    }

    @Test
    void whatIsBackBeforeTheBrokerAnsweredStays() {
        states.present(List.of("pump"));
        states.present(List.of());
        states.present(List.of("pump"));
        states.cleared("pump");
        restart();
        assertEquals(Set.of("pump"), states.gone());
    }
}
