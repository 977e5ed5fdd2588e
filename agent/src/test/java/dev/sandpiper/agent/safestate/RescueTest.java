package dev.sandpiper.agent.safestate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.Boards;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.foreign.ForeignDriver;
import dev.sandpiper.agent.safestate.SafePlan.Output;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.BoardAround;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescueTest {
    @TempDir
    private Path folder;

    private SafePlan plan(String actuators) throws Exception {
        var file = Files.writeString(folder.resolve("agent.yaml"), """
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: data }
                board: { type: simulated, trace: trace.log, control: control.txt }
                actuators:
                """ + actuators);
        return SafePlan.of(AgentConfig.read(file, Environment.ofThisMachine()));
    }

    private Set<String> shown() throws Exception {
        return Set.copyOf(Files.readAllLines(folder.resolve("trace.log")).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList());
    }

    @Test
    void everyKindOfOutputIsOpenedAtItsSafeValue() throws Exception {
        var plan = plan("""
                  - { id: pump, type: gpio-output, pin: 22 }
                  - { id: relay, type: gpio-output, pin: 23, active: low }
                  - { id: heater, type: gpio-output, pin: 24, safe: on }
                  - { id: expander1, type: mcp23008, address: 0x20 }
                  - { id: lamp, type: gpio-output, pin: expander1/7, safe: on }
                  - { id: fan, type: pwm-output, pin: 18, safe: 0.25 }
                  - { id: led, type: pca9685, channel: 3, safe: 0.5 }
                  - { id: valve, type: mcp4725, supply: 5, safe: 1.25 }
                """);
        assertEquals(Map.of(), new Rescue(plan, Boards.open(plan)).run());
        var shown = shown();
        for (var line : List.of(
                "gpio 22 low",
                "gpio 23 high",
                "gpio 24 high",
                "i2c 1 0x20 7 high",
                "pwm 18 0.25",
                "i2c 1 0x40 3 0.5",
                "i2c 1 0x60 0 0.25")) assertTrue(shown.contains(line), () -> line + " in " + shown);
    }

    @Test
    void aDeadChipIsNamedAndKeepsNobodyFromBeingSafe() throws Exception {
        Files.writeString(folder.resolve("control.txt"), "i2c 1 0x60 fail\n");
        var plan = plan("""
                  - { id: valve, type: mcp4725 }
                  - { id: other, type: mcp4725, address: 0x61 }
                  - { id: pump, type: gpio-output, pin: 22 }
                """);
        var faults = new Rescue(plan, Boards.open(plan)).run();
        assertEquals(Set.of("valve"), faults.keySet());
        assertTrue(faults.toString().contains("0x60"), faults.toString());
        assertTrue(shown().containsAll(Set.of("gpio 22 low", "i2c 1 0x61 0 0.0")), shown().toString());
    }

    @Test
    void everyOutputOfABusHasItsTurnBeforeOneIsTriedAgain() throws Exception {
        Files.writeString(folder.resolve("control.txt"), "i2c 1 0x60 fail\n");
        var plan = plan("""
                  - { id: valve, type: mcp4725 }
                  - { id: other, type: mcp4725, address: 0x61 }
                """);
        var asked = new CopyOnWriteArrayList<Integer>();
        new Rescue(plan, new BoardAround(Boards.open(plan)) {
                    @Override
                    public I2cPort i2c(int bus, int address) throws DeviceFault {
                        asked.add(address);
                        return super.i2c(bus, address);
                    }
                })
                .run();
        assertEquals(List.of(0x60, 0x61, 0x60, 0x60), asked);
    }

    @Test
    void aDriverFromOutsideThatIsGoneIsNamedAndTheOthersAreSafe() throws Exception {
        var usual = plan("  - { id: pump, type: gpio-output, pin: 22 }\n");
        var outputs = List.of(
                new Output("horn", "my-horn", new Section(Map.of()), new Value.Flag(false)),
                usual.outputs().getFirst());
        var gone = new ForeignDriver("my-horn", folder.resolve("gone.jar"), "com.example.Horn");
        var plan = new SafePlan(usual.directory(), usual.board(), List.of(gone), List.of(), outputs);
        var faults = new Rescue(plan, Boards.open(plan)).run();
        assertEquals(Set.of("horn"), faults.keySet());
        assertTrue(faults.toString().contains("gone.jar"), faults.toString());
        assertEquals(Set.of("gpio 22 low"), shown());
    }

    @Test
    void oneThatNeverReturnsIsNotWaitedForForever() throws Exception {
        var plan = plan("""
                  - { id: stuck, type: gpio-output, pin: 22 }
                  - { id: valve, type: mcp4725 }
                """);
        var end = new CountDownLatch(1);
        var rescue = new Rescue(plan, stuckAtPins(Boards.open(plan), end), Duration.ofMillis(300));
        assertEquals(Map.of("stuck", "no answer within 300ms"), rescue.run());
        end.countDown();
    }

    private static Board stuckAtPins(Board board, CountDownLatch end) {
        return new BoardAround(board) {
            @Override
            public OutputPin output(int pin, boolean high) {
                try {
                    end.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("the test has ended");
            }
        };
    }
}
