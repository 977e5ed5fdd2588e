package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.agent.config.LateCommands;
import dev.sandpiper.agent.config.Limits;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.store.Notes;
import dev.sandpiper.agent.store.Store;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.chip.GpioOutput;
import dev.sandpiper.sensors.chip.PwmOutput;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputNotesTest {
    private static final Value OFF = new Value.Flag(false);

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private Lane lane = new Lane("store");
    private Store store;
    private OutputNotes notes;

    @BeforeEach
    void start() {
        start(GpioOutput.TYPE, new Initial.Last(), Set.of());
    }

    private void start(ActuatorType type, Initial initial, Set<String> interrupted) {
        lane = new Lane("store");
        store = new Store(folder, 64 << 20, time);
        notes = new OutputNotes(List.of(output(type, initial)), interrupted, new Notes(store), lane, "boot-1");
    }

    private static ActuatorConfig output(ActuatorType type, Initial initial) {
        var late = new LateCommands.Within(Duration.ofSeconds(30));
        return new ActuatorConfig("pump", type, new Section(Map.of()), initial, OFF, Limits.NONE, late, Set.of());
    }

    @AfterEach
    void crash() {
        store.close();
    }

    private void restart(Set<String> interrupted) {
        crash();
        start(GpioOutput.TYPE, new Initial.Last(), interrupted);
    }

    private void keepNow(String text) {
        notes.keepNow("pump", text);
        lane.run();
    }

    @Test
    void whatIsKeptNowIsOneCommitOnTheStoresLane() {
        var before = store.commits();
        notes.keepNow("pump", "on");
        assertEquals(before, store.commits());
        lane.run();
        assertEquals(before + 1, store.commits());
        restart(Set.of());
        assertEquals(Optional.of("on"), notes.recall("pump"));
    }

    @Test
    void whatWaitsForACommitIsLostByACrashBefore() {
        notes.keepWithNextCommit("pump", "on");
        lane.run();
        restart(Set.of());
        assertEquals(Optional.empty(), notes.recall("pump"));
    }

    @Test
    void theNextCommitTakesItAlong() {
        notes.keepWithNextCommit("pump", "on");
        lane.run();
        var before = store.commits();
        new Notes(store).write("another's", "");
        assertEquals(before + 1, store.commits());
        restart(Set.of());
        assertEquals(Optional.of("on"), notes.recall("pump"));
    }

    @Test
    void lastIsForgottenForGoodWhereACommandWasInterrupted() {
        keepNow("on");
        restart(Set.of("pump"));
        assertEquals(Optional.of(""), notes.recall("pump"));
        restart(Set.of());
        assertEquals(Optional.of(""), notes.recall("pump"));
    }

    @Test
    void anotherOutputsInterruptedCommandIsNoReasonToForget() {
        keepNow("on");
        restart(Set.of("lamp"));
        assertEquals(Optional.of("on"), notes.recall("pump"));
    }

    @Test
    void timersOfAnOutputThatBeginsOnAnywayAreNotForgotten() {
        keepNow("on since noon");
        crash();
        start(GpioOutput.TYPE, new Initial.At(new Value.Flag(true)), Set.of("pump"));
        assertEquals(Optional.of("on since noon"), notes.recall("pump"));
    }

    @Test
    void whatAnotherKindOfOutputWasToldUnderThatIdIsNotGivenBack() {
        keepNow("on");
        crash();
        start(PwmOutput.TYPE, new Initial.Last(), Set.of());
        assertEquals(Optional.empty(), notes.recall("pump"));
    }

    @Test
    void whatWasTakenOutOfTheFileBeginsAnewWhenItIsThereAgain() {
        keepNow("on");
        crash();
        store = new Store(folder, 64 << 20, time);
        new OutputNotes(List.of(), Set.of(), new Notes(store), lane, "boot-1");
        new Notes(store).write("another's", "");
        restart(Set.of());
        assertEquals(Optional.empty(), notes.recall("pump"));
    }

    @Test
    void whatAFullDiskDidNotTakeIsWrittenWhenItCanBeAgain() throws Exception {
        keepNow("on");
        diskFull();
        keepNow("off");
        diskFreed();
        new Notes(store).write("another's", "");
        restart(Set.of());
        assertEquals(Optional.of("off"), notes.recall("pump"));
    }

    @Test
    void soIsThatACommandWasInterrupted() throws Exception {
        keepNow("on");
        diskFull();
        restart(Set.of("pump"));
        assertEquals(Optional.empty(), notes.recall("pump"), "what stands there may be older than the command");
        diskFreed();
        new Notes(store).write("another's", "");
        restart(Set.of());
        assertEquals(Optional.of(""), notes.recall("pump"));
    }

    @Test
    void whatStandsOnADiskThatCannotBeWrittenIsNotBelieved() throws Exception {
        keepNow("on");
        diskFull();
        new Notes(store).write("another's", "");
        notes = new OutputNotes(
                List.of(output(GpioOutput.TYPE, new Initial.Last())), Set.of(), new Notes(store), lane, "boot-1");
        assertEquals(Optional.empty(), notes.recall("pump"));
    }

    private void diskFull() throws SQLException {
        sql("CREATE TRIGGER full BEFORE INSERT ON note BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
    }

    /** And the next try to write is not long in coming. */
    private void diskFreed() throws SQLException {
        sql("DROP TRIGGER full");
        time.pass(Duration.ofSeconds(11));
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                var prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        }
    }
}
