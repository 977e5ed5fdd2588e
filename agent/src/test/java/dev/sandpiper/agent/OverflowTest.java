package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More commands on their way than find room, while the card does not answer: with a broker that hands out any number before
 * the first is acknowledged, and with QoS 0, of which none is. With the usual window it takes a longer flood.
 */
class OverflowTest {
    private static final String COMMANDS = "sandpiper/hut/command/pump";
    /** Of eight kilobytes each; some 500 find room, and a hundred more that were read before it was full. */
    private static final int MANY = 1_200;

    private static final int MOST_READ = 700;
    private static final long QUIET_NANOS = 700_000_000;

    @TempDir(factory = MemoryDisk.class)
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1", "0"})
    void theBrokerKeepsTheRestAndEachIsAnsweredOnceInItsOrder(String qos) throws IOException {
        try (var broker = Mosquitto.in(folder.resolve("broker"))
                        .with("max_inflight_messages 0")
                        .with("max_queued_messages 0")
                        .start();
                var agent =
                        RunningAgent.in(folder, """
                        device: { id: hut }
                        broker: { url: "%s" }
                        outbox: { directory: outbox }
                        board: { type: simulated }
                        actuators: [ { id: pump, type: gpio-output, pin: 22, late_commands: execute } ]
                        """.formatted(broker.address().url()))) {
            listens(broker, "-E");
            Eventually.until("it is connected", () -> agent.health().contains("\"connects\":1"));
            agent.holdUpTheStore();
            flood(broker, qos);
            readsNoFurther(agent);
            assertTrue(agent.arrived() < MOST_READ, () -> agent.arrived() + " were read");
            agent.freeTheStore();
            assertEquals(ids(), listens(broker, "-C", "" + MANY));
            assertTrue(agent.health().contains("\"connects\":1"), agent.health());
        }
    }

    private static void readsNoFurther(RunningAgent agent) {
        var before = new AtomicInteger();
        var since = new AtomicLong();
        Eventually.until("it reads no further", () -> {
            if (before.getAndSet(agent.arrived()) != agent.arrived()) since.set(System.nanoTime());
            return agent.arrived() > MOST_READ / 2 && System.nanoTime() - since.get() > QUIET_NANOS;
        });
    }

    private static List<String> ids() {
        return IntStream.range(0, MANY).mapToObj(number -> "o" + number).toList();
    }

    private static void flood(Mosquitto broker, String qos) throws IOException {
        var sender = new ProcessBuilder(broker.clientLine("mosquitto_pub", "-q", qos, "-t", COMMANDS, "-l")).start();
        try (var lines = sender.outputWriter()) {
            for (var id : ids()) lines.write("{\"id\":\"%s\",\"value\":true}%s\n".formatted(id, " ".repeat(8_100)));
        }
    }

    /** The ids that were answered with {@code done}, by somebody whose session the broker keeps. */
    private static List<String> listens(Mosquitto broker, String... options) {
        var line = new ArrayList<>(broker.clientLine(
                "mosquitto_sub", "-c", "-i", "listener", "-q", "1", "-t", "sandpiper/hut/reply/pump"));
        line.addAll(List.of(options));
        return Command.run(line)
                .lines()
                .filter(reply -> reply.contains("\"result\":\"done\""))
                .map(reply -> reply.replaceAll("^\\{\"id\":\"([^\"]*)\".*$", "$1"))
                .toList();
    }
}
