package dev.sandpiper.agent.cli;

import static dev.sandpiper.agent.cli.ConnectBench.EVERYTHING;
import static dev.sandpiper.agent.cli.ConnectBench.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultProxy;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.PickyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code check --connect} leaves nothing behind, also when it is interrupted. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectTraceTest {
    @RegisterExtension
    private final ConnectBench bench = new ConnectBench();

    @Test
    void itLeavesNothingBehindAndARunningAgentAlone() {
        var broker = bench.broker(EVERYTHING).start();
        var configuration = bench.configuration("mqtt://127.0.0.1:" + broker.port(), "secret", "");
        try (var agent = SandpiperProcess.start(bench.folder(), "run", "--config", configuration)) {
            agent.says("connected to mqtt");
            Eventually.until("it is well", () -> retained(broker).contains("sandpiper/hut/state/pump"));
            var before = retained(broker);
            assertEquals(0, bench.check(broker.port()).code());
            assertEquals(before, retained(broker));
            assertEquals(
                    "online",
                    mosquittoSub(broker, "-t", "sandpiper/hut/status", "-C", "1")
                            .strip());
            assertEquals(
                    1,
                    agent.err()
                            .lines()
                            .filter(line -> line.contains("connected to"))
                            .count(),
                    agent.err());
            assertTrue(Typed.line("health", "--json", "--config", configuration)
                    .out()
                    .contains("\"connects\":1,"));
            assertEquals(List.of(), mentions(agent.err(), "WARN"));
        }
        assertEquals("Sending CONNACK to hut-check (0, 0)", nextLogin(broker));
    }

    /** What the broker answers; the first figure is 1 where it has kept a session. */
    private static String nextLogin(Mosquitto broker) {
        mosquittoSub(broker, "-i", "hut-check", "-c", "-q", "1", "-t", "x", "-E");
        Eventually.until("the last login shows", () -> broker.logContains("Client hut-check disconnected"));
        return mentions(text(broker.log()), "CONNACK to hut-check").getLast();
    }

    private static List<String> mentions(String text, String words) {
        return text.lines()
                .filter(line -> line.contains(words))
                .map(line -> line.replaceFirst("^\\d+: ", ""))
                .toList();
    }

    private static List<String> retained(Mosquitto broker) {
        return mosquittoSub(broker, "-t", "#", "--retained-only", "-W", "1", "-F", "%t")
                .lines()
                .filter(line -> line.startsWith("sandpiper/"))
                .sorted()
                .toList();
    }

    private static String mosquittoSub(Mosquitto broker, String... options) {
        var line = new ArrayList<>(List.of("mosquitto_sub", "-h", "127.0.0.1", "-p", "" + broker.port()));
        line.addAll(List.of("-u", "observer", "-P", "secret"));
        line.addAll(List.of(options));
        return Command.run(List.of(
                "sh",
                "-c",
                String.join(" ", line.stream().map(word -> "'" + word + "'").toList()) + " || [ $? = 27 ]"));
    }

    @Test
    void ctrlCAlsoLeavesNothingBehind() {
        var broker = bench.broker(EVERYTHING).start();
        try (var picky = PickyProxy.to(broker.port());
                var process = SandpiperProcess.start(
                        bench.folder(),
                        "check",
                        "--connect",
                        "--config",
                        bench.configuration("mqtt://127.0.0.1:" + picky.port(), "secret", ""))) {
            var messages = new AtomicInteger();
            picky.dislikes(publish -> {
                if (publish.payload().contains("sandpiper-check") && messages.incrementAndGet() == 1)
                    process.signal("-INT");
                return false;
            });
            assertEquals(1, process.code(), process.out());
            assertEquals(1, messages.get());
            assertEquals(List.of(), retained(broker));
        }
        assertEquals("Sending CONNACK to hut-check (0, 0)", nextLogin(broker));
    }

    @Test
    void ctrlCWhileTheSessionIsTriedLeavesNone() {
        var broker = bench.broker(EVERYTHING).start();
        try (var network = FaultProxy.to(broker.port(), 1);
                var process = SandpiperProcess.start(
                        bench.folder(),
                        "check",
                        "--connect",
                        "--config",
                        bench.configuration("mqtt://127.0.0.1:" + network.port(), "secret", ""))) {
            // Far away, so that the session is still being tried when a busy machine comes to the signal.
            network.down().delayedBy(Duration.ofMillis(200));
            Eventually.until("it has a session", () -> broker.logContains("as hut-check (p2, c0"));
            process.signal("-INT");
            assertEquals(1, process.code(), process.out());
        }
        assertEquals("Sending CONNACK to hut-check (0, 0)", nextLogin(broker));
    }

    @Test
    void ctrlCEndsIt() {
        try (var silent = FaultyServer.doing(FaultyServer::swallow);
                var process = SandpiperProcess.start(
                        bench.folder(),
                        "check",
                        "--connect",
                        "--config",
                        bench.configuration(silent.address().url(), "secret", ""))) {
            process.says("answers").signal("-INT");
            assertEquals(1, process.code());
            assertEquals(List.of("sandpiper: interrupted"), mentions(process.err(), "interrupted"));
        }
    }
}
