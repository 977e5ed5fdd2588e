package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.ScriptedBroker;
import dev.sandpiper.agent.testing.ScriptedBroker.Connection;
import dev.sandpiper.agent.testing.ScriptedBroker.Published;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Those of the ten traps in docs/decisions/0016-ten-traps.md that only a whole agent can step into. */
class TrapsTest {
    private static final String COMMANDS = "sandpiper/hut/command/";
    private static final String SENSOR = "sensors: [ { id: air, type: bme280, every: 20ms } ]";
    private static final String PUMP =
            "actuators: [ { id: pump, type: gpio-output, pin: 22, late_commands: execute } ]";
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final int MANY = 30;

    @TempDir
    Path folder;

    private RunningAgent agent(String url, String devices) {
        return RunningAgent.in(folder, """
                device: { id: hut }
                broker: { url: "%s", keep_alive: 5s, reconnect: { min: 100ms, max: 500ms } }
                outbox: { directory: outbox }
                board: { type: simulated, trace: trace.log }
                %s
                """.formatted(url, devices));
    }

    /** Trap 4: whoever waits for the journal in a callback of Paho's stops its reader, and then the connection dies. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whileTheJournalHangsWhatComesBehindThirtyCommandsIsReadAndThenAllAreAcknowledged() {
        try (var broker = ScriptedBroker.acknowledging(Integer.MAX_VALUE);
                var agent = agent(broker.address().url(), PUMP)) {
            var only = connection(broker, 0);
            agent.holdUpTheStore();
            for (var each = 1; each <= MANY; each++) only.sends(each, COMMANDS + "pump", toggle("c" + each));
            // No command, hence acknowledged without the journal.
            only.sends(MANY + 1, "elsewhere", "x");
            Eventually.until("it is read", () -> only.acknowledged().contains(MANY + 1));
            var early = List.copyOf(only.acknowledged());
            assertTrue(early.stream().noneMatch(id -> id <= MANY), "before they are written down: " + early);
            agent.freeTheStore();
            Eventually.until(
                    "all are acknowledged",
                    () -> only.acknowledged().stream().filter(id -> id <= MANY).count() == MANY);
            Eventually.until("all are carried out", () -> levels() == 1 + MANY);
            assertEquals(1, broker.connections().size());
        }
    }

    /** The same with a broker that ends what it does not hear of. */
    @Test
    @Tag("long")
    void norDoesTheConnectionDieWhenTheJournalHangsLong() {
        try (var broker = Mosquitto.in(folder.resolve("broker"))
                        .with("max_inflight_messages 0")
                        .start();
                var agent = agent(broker.address().url(), PUMP)) {
            Eventually.until("the agent is subscribed", () -> broker.logContains("Sending SUBACK to hut"));
            agent.holdUpTheStore();
            for (var each = 1; each <= MANY; each++) broker.publish(COMMANDS + "pump", toggle("c" + each));
            var held = System.nanoTime();
            Eventually.until("the journal has hung for 20 s", () -> System.nanoTime() - held > 20_000_000_000L);
            agent.freeTheStore();
            Eventually.until("all are carried out", () -> levels() == 1 + MANY);
            assertEquals(1, connects(broker));
        }
    }

    private static long connects(Mosquitto broker) {
        try (var lines = Files.lines(broker.log())) {
            return lines.filter(line -> line.contains("Sending CONNACK to hut")).count();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String toggle(String id) {
        return "{\"id\":\"" + id + "\",\"value\":\"toggle\"}";
    }

    /** How many levels the pump's pin has shown. */
    private long levels() {
        try (var lines = Files.lines(folder.resolve("trace.log"))) {
            return lines.filter(line -> line.contains(" gpio 22 ")).count();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Trap 5: a client object that is used again, or a failure's callback that publishes, sends what is lost twice. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatALostConnectionLeftUnacknowledgedIsSentAgainInOrderAndOnce() {
        try (var broker = ScriptedBroker.acknowledging(40, Integer.MAX_VALUE);
                var agent = agent(broker.address().url(), SENSOR)) {
            var first = connection(broker, 0);
            Eventually.until("eighty are under way", () -> first.published().size() >= 40 + 80);
            first.closes();
            var acknowledged = readings(first.published().subList(0, 40));
            var second = connection(broker, 1);
            Eventually.until(
                    "readings come again", () -> readings(second.published()).size() >= 100);
            var again = readings(second.published()).subList(0, 100);
            var next = acknowledged.getLast() + 1;
            assertEquals(LongStream.range(next, next + 100).boxed().toList(), again);
            assertTrue(second.published().stream().noneMatch(Published::duplicate), "nothing by Paho's own account");
            assertTrue(agent.health().contains("\"dropped\":0"), agent.health());
        }
    }

    /** The number of each reading. */
    private static List<Long> readings(List<Published> published) {
        return published.stream()
                .filter(message -> message.topic().equals("sandpiper/hut/telemetry/air"))
                .map(message -> SEQ.matcher(message.payload()))
                .peek(matcher -> assertTrue(matcher.find()))
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .toList();
    }

    private static Connection connection(ScriptedBroker broker, int number) {
        Eventually.until(
                "the agent has subscribed, time " + number,
                () -> broker.connections().size() > number
                        && broker.connections().get(number).subscribed());
        return broker.connections().get(number);
    }

    /** Trap 6: an acknowledgement that comes after a reconnection would name a packet of the new connection. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anAcknowledgementOfAFormerConnectionNeverLeavesOnTheNext() {
        try (var broker = ScriptedBroker.acknowledging(Integer.MAX_VALUE);
                var agent = agent(broker.address().url(), PUMP)) {
            var first = connection(broker, 0);
            agent.holdUpTheStore();
            arrives(first, 7);
            first.closes();
            var second = connection(broker, 1);
            arrives(second, 9);
            agent.freeTheStore();
            Eventually.until(
                    "the second delivery is acknowledged",
                    () -> second.acknowledged().contains(9));
            assertFalse(first.acknowledged().contains(7), first.acknowledged().toString());
            assertFalse(second.acknowledged().contains(7), second.acknowledged().toString());
            Eventually.until("it is carried out", () -> levels() == 2);
            Eventually.until("both deliveries are answered", () -> answers(second) == 2);
            assertEquals(2, levels(), "once");
        }
    }

    /** The same command by another packet id; returns when the link has it. */
    private static void arrives(Connection connection, int packetId) {
        connection.sends(packetId, COMMANDS + "pump", toggle("once"));
        // What is no command is acknowledged at once, hence after the link has seen what came before.
        connection.sends(packetId + 1, "elsewhere", "x");
        Eventually.until("the link has it", () -> connection.acknowledged().contains(packetId + 1));
    }

    private static long answers(Connection connection) {
        return connection.published().stream()
                .filter(message -> message.topic().equals("sandpiper/hut/reply/pump"))
                .count();
    }

    /** Trap 7: Paho calls a subscription a success whatever the broker granted. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRefusedSubscriptionIsAProblemAndReadingsGoOn() {
        try (var broker = ScriptedBroker.acknowledging(Integer.MAX_VALUE).answeringSubscriptions(0x80);
                var agent = agent(broker.address().url(), SENSOR)) {
            Eventually.until(
                    "health tells",
                    () -> agent.health().contains("the broker refuses the subscription to sandpiper/hut/command/+"));
            assertTrue(agent.health().contains("\"ok\":false"), agent.health());
            var only = connection(broker, 0);
            Eventually.until("readings come", () -> readings(only.published()).size() > 10);
            assertEquals(
                    IntStream.rangeClosed(1, 10).mapToObj(Long::valueOf).toList(),
                    readings(only.published()).subList(0, 10));
        }
    }

    /** Trap 9: where Pi4J finds its mocks it may put them in the place of real pins, without a word. */
    @Test
    void noMockOfPi4jIsOnTheAgentsClassPath() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("com.pi4j.plugin.mock.MockPlugin"));
    }
}
