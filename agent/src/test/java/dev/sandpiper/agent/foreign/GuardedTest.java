package dev.sandpiper.agent.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Rogue;
import com.example.Trouble;
import dev.sandpiper.agent.testing.DriverJars;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a foreign driver does wrong while it is used. */
class GuardedTest {
    private static final Path JAR = Path.of("ours.jar");
    private static final Value ON = new Value.Flag(true);
    private static final Value OFF = new Value.Flag(false);

    /** Long for what answers at once, short for what never does. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration SHORT = Duration.ofMillis(500);

    private final SimulatedBoard board;

    GuardedTest() throws DeviceFault {
        board = new SimulatedBoard(SimulatedBoard.Setup.plain(), SimulatedBoard.Clock.system(), complaint -> {});
    }

    @AfterEach
    void close() {
        board.close();
    }

    private Sensor trouble(String makes, Duration patience) throws Exception {
        var driver = new ForeignDriver("trouble", JAR, "com.example.Trouble");
        var type = (SensorType) Guarded.type(Trouble.TYPE, driver, patience);
        return type.opener().open(new Section(Map.of("makes", makes)), board);
    }

    private Actuator rogue(String makes, Duration patience) throws Exception {
        var type =
                (ActuatorType) Guarded.type(Rogue.TYPE, new ForeignDriver("rogue", JAR, "com.example.Rogue"), patience);
        return type.opener().open(new Section(Map.of("pin", 22L, "makes", makes)), board, OFF);
    }

    private static Reading read(Sensor sensor) throws DeviceFault {
        sensor.start();
        for (var parts = 0; sensor.goOn().isPresent(); parts++) assertTrue(parts < 10_000, "it never ends");
        return sensor.read();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            start-null     | start threw java.lang.NullPointerException: it is null
            start-forever  | start: found a conversion of PT9600000000H, expected none to PT1H
            start-before   | start: found a conversion of PT-1S, expected none to PT1H
            endless-parts  | goOn: found more than 1000 parts of a conversion
            read-sneaks    | read threw java.io.IOException: disk
            null           | read: nothing came, expected a reading
            null-value     | read: found nothing for temperature, expected a value; leave it out
            decimals       | read: found 400 decimals for temperature, expected 0 to 9
            long-text      | read: found no text of at most 256 characters for temperature
            """)
    void whatCannotBeUsedIsADefect(String makes, String sentence) throws Exception {
        try (var sensor = trouble(makes, LONG)) {
            var fault = assertThrows(DeviceFault.class, () -> read(sensor));
            assertEquals("com.example.Trouble has a defect: " + sentence, fault.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            open-throws | com.example.Trouble has a defect: open threw java.lang.IllegalStateException: not today
            open-null   | com.example.Trouble has a defect: open threw java.lang.NullPointerException: it is null
            """)
    void oneThatCannotBeOpenedIsAFault(String makes, String sentence) {
        var fault = assertThrows(DeviceFault.class, () -> trouble(makes, LONG));
        assertEquals(sentence, fault.getMessage());
    }

    @Test
    void aFaultOfADriverIsOneLine() throws Exception {
        try (var silent = trouble("fault-without-words", LONG);
                var talking = trouble("fault-of-lines", LONG)) {
            assertEquals(
                    "com.example.Trouble failed without saying why",
                    assertThrows(DeviceFault.class, silent::start).getMessage());
            var sentence = assertThrows(DeviceFault.class, talking::start).getMessage();
            assertTrue(sentence.startsWith("one two [31m xxx"), sentence);
            assertEquals(301, sentence.length());
        }
    }

    @Test
    void oneThatHangsIsGivenUpAndFoundAgain() throws Exception {
        try (var sensor = trouble("hang", SHORT)) {
            sensor.start();
            var sentence =
                    "com.example.Trouble has a defect: read has not come back after 0.5 s; left alone until it does";
            assertEquals(sentence, assertThrows(DeviceFault.class, sensor::read).getMessage());
            assertEquals(
                    sentence, assertThrows(DeviceFault.class, sensor::start).getMessage());
            Trouble.GO_ON.release();
            Eventually.until("it is asked again", () -> starts(sensor));
        }
    }

    private static boolean starts(Sensor sensor) {
        try {
            return sensor.start().isZero();
        } catch (DeviceFault stillAway) {
            return false;
        }
    }

    @Test
    void whatHangsWhileItIsOpenedHasOneThread() throws Exception {
        var driver = new ForeignDriver("trouble", JAR, "com.example.Trouble");
        var type = (SensorType) Guarded.type(Trouble.TYPE, driver, SHORT);
        var section = new Section(Map.of("makes", "open-hangs"));
        for (var i = 0; i < 3; i++)
            assertThrows(DeviceFault.class, () -> type.opener().open(section, board));
        assertEquals(1, Trouble.GO_ON.getQueueLength());
        Trouble.GO_ON.release();
    }

    @Test
    void itCannotCloseTheBoardOfOthers() throws Exception {
        var before = board.output(5, false);
        trouble("board-closes", LONG).close();
        before.set(true);
        assertTrue(board.level(5));
    }

    @Test
    void aFloodOfChangesIsAFewOfThem() throws Exception {
        var told = new AtomicInteger();
        try (var sensor = trouble("flood", LONG)) {
            sensor.onChange(told::incrementAndGet);
            assertEquals(64, told.get());
        }
    }

    @Test
    void whatItKeepsIsLookedAt() throws Exception {
        for (var makes : new String[] {"kept-throws", "kept-null", "kept-much"})
            try (var sensor = trouble(makes, LONG)) {
                assertEquals(Optional.empty(), sensor.kept(), makes);
            }
        try (var sensor = trouble("none", LONG)) {
            assertEquals(Optional.of("kept"), sensor.kept());
        }
    }

    @Test
    void anOutputThatComesLateDoesNotGoOnAgain() throws Exception {
        try (var output = rogue("late", SHORT)) {
            assertThrows(DeviceFault.class, () -> output.set(ON));
            assertEquals(OFF, output.value());
            Rogue.GO_ON.release();
            Eventually.until("it is back", () -> isBack((Tended) output));
            assertFalse(board.level(22));
        }
    }

    private static boolean isBack(Tended output) {
        return !assertThrows(DeviceFault.class, output::tend).getMessage().contains("has not come back");
    }

    @Test
    void anOutputsDefectsAreFaults() throws Exception {
        try (var output = rogue("set-throws", LONG)) {
            assertEquals(
                    "com.example.Rogue has a defect: set threw java.lang.IllegalStateException: stuck",
                    assertThrows(DeviceFault.class, () -> output.set(ON)).getMessage());
            output.set(OFF);
            assertEquals(OFF, output.value());
            assertEquals(
                    "com.example.Rogue has a defect: tend threw java.lang.StackOverflowError",
                    assertThrows(DeviceFault.class, ((Tended) output)::tend).getMessage());
        }
    }

    @Test
    void aClassThatHangsWhileItIsLoadedIsGivenUp(@TempDir Path folder) {
        var jar = DriverJars.jar(folder.resolve("ours.jar"));
        var driver = new ForeignDriver("odd", jar, "com.example.Oddities$Hangs");
        var unusable = assertThrows(UnusableDriver.class, () -> new Jars(SHORT).load(driver));
        assertEquals(
                "com.example.Oddities$Hangs was not loaded within 0.5 s: its static initialiser hangs; correct it",
                unusable.getMessage());
    }
}
