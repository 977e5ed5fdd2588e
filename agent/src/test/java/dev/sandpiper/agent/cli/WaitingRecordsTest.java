package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.control.ControlServer;
import dev.sandpiper.agent.control.Errands;
import dev.sandpiper.agent.loop.Loop;
import dev.sandpiper.agent.measure.Sampler;
import dev.sandpiper.agent.store.Kept;
import dev.sandpiper.agent.store.KeyRanges;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Waiting;
import dev.sandpiper.agent.testing.StoreBench;
import dev.sandpiper.sensors.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running agent's memory and its file as one, at moments that are hard to meet with a real one. */
class WaitingRecordsTest {
    @TempDir
    private Path folder;

    /** An agent with so many records in memory only, and some rows that wait for their deletion. */
    private record Agent(List<Kept> inMemory, KeyRanges sent) implements Errands {
        @Override
        public void waiting(long key, Consumer<Waiting> answer) {
            var page = inMemory.stream().filter(kept -> kept.key() > key).limit(500);
            answer.accept(new Waiting(page.toList(), sent));
        }

        @Override
        public Set<String> sensors() {
            return Set.of();
        }

        @Override
        public Map<String, ActuatorConfig> actuators() {
            return Map.of();
        }

        @Override
        public void read(String sensor, Consumer<Sampler.Answer> answer) {}

        @Override
        public void carryOut(String actuator, Action action, Optional<Duration> holdFor, Consumer<Outcome> outcome) {}

        @Override
        public String health() {
            return "{}";
        }

        @Override
        public String outbox() {
            return "{}";
        }
    }

    private static List<Kept> inMemory(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(key -> new Kept(key, 7, key, Kind.READING, "air", false, "2026-11-23T06:00:00.000Z", "{}"))
                .toList();
    }

    /** Keys 1 to 10 are in the file. */
    private List<Long> keys(Agent agent) throws Exception {
        var store = new StoreBench(folder).start();
        store.burst("air", 1, 10);
        store.pass(2);
        var server = ControlServer.open(folder, agent).orElseThrow();
        var loop = new Loop("control", server);
        loop.start();
        try (var records = WaitingRecords.of(new RunningAgent(folder))) {
            var keys = new ArrayList<Long>();
            records.each(record -> keys.add(record.key()));
            assertEquals(keys.size(), records.census().records());
            return keys;
        } finally {
            server.close();
            loop.stop();
            store.crash();
        }
    }

    @Test
    void whatWasWrittenWhileTheAgentAnsweredIsThereOnce() throws Exception {
        assertEquals(
                LongStream.rangeClosed(1, 12).boxed().toList(), keys(new Agent(inMemory(9, 12), KeyRanges.none())));
    }

    @Test
    void whatTheBrokerHasIsNotThere() throws Exception {
        assertEquals(List.of(4L, 6L, 7L, 8L, 9L, 10L), keys(new Agent(List.of(), KeyRanges.parse("1-3,5-5"))));
    }

    @Test
    void aMemoryOfManyPagesIsThereInItsOrder() throws Exception {
        assertEquals(
                LongStream.rangeClosed(1, 1_700).boxed().toList(),
                keys(new Agent(inMemory(11, 1_700), KeyRanges.none())));
    }
}
