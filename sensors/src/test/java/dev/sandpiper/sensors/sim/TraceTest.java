package dev.sandpiper.sensors.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    @TempDir
    Path folder;

    private static Bench bench(Path trace) throws DeviceFault {
        return new Bench(new Setup(Optional.of(trace), Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void recordsTheLevelAPinWasRequestedWithAndEachChange() throws DeviceFault, IOException {
        var trace = folder.resolve("trace.log");
        try (var bench = bench(trace);
                var pump = bench.board.output(22, true)) {
            assertEquals("2026-11-23T06:15:05.002Z gpio 22 high\n", Files.readString(trace));
            bench.pass(Duration.ofMillis(998));
            pump.set(false);
            pump.set(false);
            bench.pass(Duration.ofSeconds(1));
            pump.set(true);
        }
        assertEquals("""
                2026-11-23T06:15:05.002Z gpio 22 high
                2026-11-23T06:15:06.000Z gpio 22 low
                2026-11-23T06:15:07.000Z gpio 22 high
                """, Files.readString(trace));
    }

    @Test
    void recordsThePartOfTheTimeForWhichAPinIsHigh() throws DeviceFault, IOException {
        var trace = folder.resolve("trace.log");
        try (var bench = bench(trace);
                var fan = bench.board.pwm(18, Duration.ofMillis(20), Duration.ZERO)) {
            fan.set(Duration.ofMillis(10));
            fan.set(Duration.ofMillis(10));
            fan.set(Duration.ofNanos(1_500_000));
        }
        assertEquals("""
                2026-11-23T06:15:05.002Z pwm 18 0.0
                2026-11-23T06:15:05.002Z pwm 18 0.5
                2026-11-23T06:15:05.002Z pwm 18 0.075
                """, Files.readString(trace));
    }

    @Test
    void recordsEachChangeOfAChipsOutputs() throws DeviceFault, IOException {
        var trace = folder.resolve("trace.log");
        try (var bench = bench(trace)) {
            bench.board.expect(1, 0x60, "mcp4725");
            var port = bench.board.i2c(1, 0x60);
            port.write((byte) 0x04, (byte) 0x00);
            port.write((byte) 0x04, (byte) 0x00);
            bench.board.unplug(1, 0x60);
            bench.board.heal(1, 0x60);
        }
        assertEquals("""
                2026-11-23T06:15:05.002Z i2c 1 0x60 0 0.25
                2026-11-23T06:15:05.002Z i2c 1 0x60 0 0.5
                """, Files.readString(trace));
    }

    @Test
    void isAppended() throws DeviceFault, IOException {
        var trace = folder.resolve("trace.log");
        for (var high : List.of(true, false))
            try (var bench = bench(trace);
                    var _ = bench.board.output(5, high)) {
                assertEquals(high, bench.board.level(5));
            }
        assertEquals(
                "2026-11-23T06:15:05.002Z gpio 5 high\n2026-11-23T06:15:05.002Z gpio 5 low\n", Files.readString(trace));
    }

    @Test
    void aFileThatCannotBeWrittenIsComplainedOfOnceAndTheBoardGoesOn() throws DeviceFault {
        try (var bench = bench(folder);
                var pump = bench.board.output(22, false)) {
            pump.set(true);
            assertEquals(1, bench.complaints.size());
            assertEquals(true, bench.board.level(22));
        }
    }
}
