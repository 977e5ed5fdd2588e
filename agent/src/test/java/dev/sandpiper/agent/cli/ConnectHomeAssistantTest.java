package dev.sandpiper.agent.cli;

import static dev.sandpiper.agent.cli.ConnectBench.namesThatAre;
import static dev.sandpiper.agent.cli.ConnectBench.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Command;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** With discovery, {@code check --connect} also looks for the rights to Home Assistant's topics. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectHomeAssistantTest {
    private static final String CONFIG = "homeassistant/device/hut/config";
    private static final String STATUS = "homeassistant/status";

    @RegisterExtension
    private final ConnectBench bench = new ConnectBench();

    private Typed check(int port) {
        var file = bench.configuration("mqtt://127.0.0.1:" + port, "secret", "");
        bench.write("agent.yaml", ConnectBench.text(file) + "home_assistant: { discovery: true }\n");
        return Typed.line("check", "--connect", "--config", file);
    }

    // What stands there is the device: an empty message, retained or not, would have Home Assistant remove it.
    @Test
    void theRightIsSeenAndWhatHomeAssistantWasToldStays() {
        var rights = "topic write %s\ntopic read %s\n".formatted(CONFIG, STATUS);
        var broker = bench.broker(ConnectBench.EVERYTHING + rights).start();
        var line =
                broker.clientLine("mosquitto_pub", "-u", "observer", "-P", "secret", "-r", "-t", CONFIG, "-m", "told");
        Command.run(line);
        var typed = check(broker.port());
        assertEquals(0, typed.code(), typed.toString());
        assertEquals("ok", of(typed, CONFIG));
        assertTrue(of(typed, STATUS).startsWith("unknown the subscription is granted"), typed.out());
        assertEquals(List.of(), namesThatAre(typed, "(FAILED|not tried)"));
        assertTrue(broker.logContains("'" + CONFIG + "', ... (2 bytes)"), "{} was published");
        var kept = broker.clientLine("mosquitto_sub", "-u", "observer", "-P", "secret", "-C", "1", "-t", CONFIG);
        assertEquals("told", Command.run(kept).strip());
    }

    @Test
    void theMissingRightIsFound() {
        var broker = bench.broker(ConnectBench.EVERYTHING).start();
        var typed = check(broker.port());
        assertEquals(1, typed.code(), typed.toString());
        assertEquals(List.of(CONFIG), namesThatAre(typed, "FAILED"));
    }
}
