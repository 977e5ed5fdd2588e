package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.store.Notes;
import dev.sandpiper.agent.store.Store;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.chip.GpioCounter;
import dev.sandpiper.sensors.chip.Lm75;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorNotesTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private Lane lane = new Lane("store");
    private Store store;
    private SensorNotes notes;

    @BeforeEach
    void start() {
        start(GpioCounter.TYPE);
    }

    private void start(SensorType type) {
        lane = new Lane("store");
        store = new Store(folder, 64 << 20, time);
        notes = new SensorNotes(List.of(sensor("water", type), sensor("rain", type)), new Notes(store), lane, time);
        lane.add(notes);
    }

    private static SensorConfig sensor(String id, SensorType type) {
        return new SensorConfig(id, type, new Section(Map.of()), Optional.empty(), false, Map.of());
    }

    @AfterEach
    void crash() {
        store.close();
    }

    private void keepForAWhile(Duration span) {
        for (var second = 1; second <= span.toSeconds(); second++) {
            time.pass(Duration.ofSeconds(1));
            notes.keep("water", Integer.toString(second));
            notes.keep("rain", Integer.toString(-second));
            lane.run();
        }
    }

    @Test
    void whatChangesEverySecondIsOneCommitInTenMinutes() {
        var before = store.commits();
        keepForAWhile(Duration.ofMinutes(10).minusSeconds(1));
        assertEquals(before, store.commits());
        time.pass(Duration.ofSeconds(1));
        lane.run();
        assertEquals(before + 1, store.commits());
        keepForAWhile(Duration.ofHours(1));
        assertEquals(before + 7, store.commits());
    }

    @Test
    void whatIsAddedUpFromReadingsIsKeptBesideWhatTheSensorKeeps() {
        notes.keep("water", "17");
        notes.keep(Memory.sumsOf("water"), "3.25");
        lane.run();
        notes.close();
        new Notes(store).write("the stop's own", "");
        crash();
        start(GpioCounter.TYPE);
        assertEquals(Optional.of("17"), notes.recall("water"));
        assertEquals(Optional.of("3.25"), notes.recall(Memory.sumsOf("water")));
        assertEquals(Optional.empty(), notes.recall(Memory.sumsOf("rain")));
    }

    @Test
    void whatDoesNotChangeIsNotWritten() {
        var before = store.commits();
        time.pass(Duration.ofDays(1));
        lane.run();
        assertEquals(before, store.commits());
    }

    @Test
    void aCrashCostsWhatWasKeptSince() {
        keepForAWhile(Duration.ofSeconds(900));
        crash();
        start(GpioCounter.TYPE);
        assertEquals(Optional.of("600"), notes.recall("water"));
        assertEquals(Optional.of("-600"), notes.recall("rain"));
    }

    @Test
    void aCommitThatComesAnywayTakesItAlongOnceAMinute() {
        keepForAWhile(Duration.ofSeconds(90));
        var before = store.commits();
        new Notes(store).write("another's", "");
        assertEquals(before + 1, store.commits());
        crash();
        start(GpioCounter.TYPE);
        assertEquals(Optional.of("60"), notes.recall("water"));
        assertEquals(Optional.of("-60"), notes.recall("rain"));
    }

    @Test
    void aCleanStopCostsNothing() {
        keepForAWhile(Duration.ofSeconds(7));
        notes.close();
        new Notes(store).write("the stop's own", "");
        crash();
        start(GpioCounter.TYPE);
        assertEquals(Optional.of("7"), notes.recall("water"));
        assertEquals(Optional.of("-7"), notes.recall("rain"));
    }

    @Test
    void whatAnotherKindOfSensorKeptUnderThatIdIsNotGivenBack() {
        keepForAWhile(Duration.ofMinutes(10));
        crash();
        start(Lm75.TYPE);
        assertEquals(Optional.empty(), notes.recall("water"));
    }
}
