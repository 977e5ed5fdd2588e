package dev.sandpiper.sensors.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.InputPin;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulsesTest {
    @TempDir
    Path folder;

    private Path file;
    private Bench bench;
    private InputPin input;
    private final List<Edge> edges = new ArrayList<>();

    @BeforeEach
    void open() throws DeviceFault {
        file = folder.resolve("control.txt");
        bench = new Bench(new Setup(Optional.empty(), Optional.of(file), Optional.empty(), List.of()));
        input = bench.board.input(17, Pull.UP, Trigger.BOTH);
        input.onEdge(edges::add);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void append(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        bench.board.followControl();
    }

    private void pass(long millis) {
        bench.pass(Duration.ofMillis(millis));
        bench.board.followControl();
    }

    private static long millis(Edge edge) {
        return Duration.ofNanos(edge.nanos()).toMillis();
    }

    @Test
    void aPulseGoesAwayFromTheLevelAndBack() throws IOException {
        append("gpio 17 pulse 2");
        assertEquals(
                List.of(false, true, false, true),
                edges.stream().map(Edge::high).toList());
    }

    @Test
    void pulsesAtARateComeWhenTheyAreDueAndBearTheirMoment() throws IOException {
        append("gpio 17 pulse 3 10/s");
        assertEquals(List.of(0L), edges.stream().map(PulsesTest::millis).toList());
        pass(120);
        assertEquals(
                List.of(0L, 50L, 100L), edges.stream().map(PulsesTest::millis).toList());
        pass(1000);
        assertEquals(
                List.of(0L, 50L, 100L, 150L, 200L, 250L),
                edges.stream().map(PulsesTest::millis).toList());
        assertEquals(
                List.of(false, true, false, true, false, true),
                edges.stream().map(Edge::high).toList());
    }

    @Test
    void withoutACountTheyComeUntilTheLevelIsSet() throws IOException, DeviceFault {
        append("gpio 17 pulse 1000/s");
        pass(9_999);
        assertEquals(20_000, edges.size() + 1);
        append("gpio 17 low");
        pass(10_000);
        assertEquals(20_000, edges.size() + 1);
        assertEquals(false, input.level().high());
    }

    @Test
    void theLevelThatIsAskedForIsOfNow() throws IOException, DeviceFault {
        append("gpio 17 pulse 3 10/s");
        pass(120);
        assertEquals(120, Duration.ofNanos(input.level().nanos()).toMillis());
    }

    @Test
    void onlyTheEdgesThatWereAskedForAreTold() throws IOException, DeviceFault {
        var rising = new ArrayList<Edge>();
        bench.board.input(18, Pull.DOWN, Trigger.RISING).onEdge(rising::add);
        append("gpio 18 pulse 5");
        assertEquals(
                List.of(true, true, true, true, true),
                rising.stream().map(Edge::high).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            gpio 17 pulse            ~ expected: gpio PIN pulse [COUNT] [RATE], such as 450, 10/s, or both
            gpio 17 pulse 1 2        ~ expected: gpio PIN pulse [COUNT] [RATE], such as 450, 10/s, or both
            gpio 17 pulse 1/s 2/s    ~ expected: gpio PIN pulse [COUNT] [RATE], such as 450, 10/s, or both
            gpio 17 pulse many       ~ expected a number from 0 to 1000000, found many
            gpio 17 pulse 0/s        ~ expected a rate from 0.001/s to 10000/s, found 0/s
            gpio 17 pulse 10001/s    ~ expected a rate from 0.001/s to 10000/s, found 10001/s
            gpio 17 pulse often/s    ~ expected a rate from 0.001/s to 10000/s, found often/s
            gpio 22 pulse 1          ~ pin 22 is an output
            gpio 22 pulse 1/s        ~ pin 22 is an output
            gpio 17                  ~ expected: gpio PIN high|low, or: gpio PIN pulse [COUNT] [RATE]
            gpio 17 low 1            ~ expected: gpio PIN high|low
            """)
    void aLineThatMeansNothingIsTold(String line, String reason) throws IOException, DeviceFault {
        bench.board.output(22, false);
        append(line);
        assertEquals(List.of("%s:1: %s: %s".formatted(file, line, reason)), bench.complaints);
        assertEquals(List.of(), edges);
    }
}
