package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.NotifiedManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent, and what it tells the service manager that started it. */
class ServiceManagerTest {
    private static final String FAN = "class/hwmon/hwmon0/fan1_input";

    @TempDir
    Path folder;

    private NotifiedManager manager;
    private AgentProcess agent;

    @BeforeEach
    void aManagerAndAnAgentThatReadsAFan() throws Exception {
        manager = NotifiedManager.at(folder + "/notify");
        agent = AgentProcess.in(folder.resolve("agent"), """
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: outbox }
                board: { type: simulated, sysfs: sys }
                sensors: [ { id: fan, type: hwmon, device: pwmfan, every: 50ms } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """);
        var fan = agent.file("sys").resolve(FAN);
        Files.createDirectories(fan.getParent());
        Files.writeString(fan.resolveSibling("name"), "pwmfan\n");
        Files.writeString(fan, "1200\n");
        agent.startUnder(List.of("env", "NOTIFY_SOCKET=" + folder + "/notify", "WATCHDOG_USEC=1500000"));
    }

    @AfterEach
    void theEnd() {
        agent.close();
        manager.close();
    }

    private List<String> words() {
        return manager.messages().stream()
                .filter(message -> !message.startsWith("WATCHDOG") && !message.startsWith("STATUS"))
                .map(message -> message.split("[=\n]")[0])
                .filter(word -> !word.startsWith("EXTEND"))
                .toList();
    }

    @Test
    void itTellsWhenItIsReadyHowItIsWhenItReloadsAndWhenItStops() {
        agent.start();
        manager.await("READY=1");
        manager.await("STATUS=1 sensor, 1 actuator; no connection to mqtt://127.0.0.1:1: ");
        manager.awaitMore("WATCHDOG=1", manager.count("WATCHDOG=1") + 1);
        agent.signal("-HUP");
        manager.awaitMore("READY=1", 1);
        assertEquals(0, agent.terminate());
        manager.await("STATUS=stopping");
        assertEquals(List.of("READY", "RELOADING", "READY", "STOPPING"), words());
    }

    @Test
    void aLoopThatHangsEndsTheSignsOfLifeAndOneThatComesBackBringsThemBack() throws Exception {
        agent.start();
        manager.await("READY=1");
        // Whoever opens a pipe that nobody writes to waits for ever.
        var fan = agent.file("sys").resolve(FAN);
        Command.run("mkfifo", fan + ".pipe");
        Command.run("mv", fan + ".pipe", fan.toString());
        manager.await("kernel is stuck: what is on it waits");
        agent.awaitLog("kernel is stuck (in ");
        var signs = manager.count("WATCHDOG=1");
        // A manager would have ended it by now.
        Eventually.lasts(Duration.ofMillis(1800));
        assertEquals(signs, manager.count("WATCHDOG=1"));
        Files.writeString(fan, "1300\n");
        manager.awaitMore("WATCHDOG=1", signs);
        agent.awaitLog("kernel comes round again");
    }

    @Test
    void withoutADiskToWriteToItIsNotReadyAndSaysSo() throws Exception {
        Files.writeString(agent.file("outbox"), "a file where the folder should be");
        agent.start();
        manager.await("STATUS=starting: the outbox ");
        manager.awaitMore("EXTEND_TIMEOUT_USEC=", 1);
        assertFalse(words().contains("READY"));
        Files.delete(agent.file("outbox"));
        manager.await("READY=1");
    }
}
