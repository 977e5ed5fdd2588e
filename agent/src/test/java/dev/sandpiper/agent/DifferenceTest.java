package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceTest {
    private static final String FIRST = """
            device: { id: hut }
            broker: { url: "mqtts://broker.example.com", keep_alive: 60s }
            outbox: { directory: outbox }
            board: { type: simulated }
            sensors: [ { id: air, type: lm75, values: { temperature: { offset: 1.0 } } }, { id: door, type: gpio-input, pin: 17 } ]
            actuators:
              - { id: relays, type: mcp23008 }
              - { id: pump, type: gpio-output, pin: relays/3, max_on: 5m }
              - { id: lamp, type: pwm-output, pin: 18 }
            home_assistant: { discovery: false }
            health: { every: 1m }
            """;

    @TempDir
    Path folder;

    private AgentConfig read(String yaml) throws Exception {
        return AgentConfig.read(Files.writeString(folder.resolve("agent.yaml"), yaml), Environment.ofThisMachine());
    }

    private Difference difference(String before, String after) throws Exception {
        assertTrue(FIRST.contains(before), before);
        return new Difference(read(FIRST), read(FIRST.replace(before, after)));
    }

    @Test
    void theSameFileReadAgainIsTheSame() throws Exception {
        var difference = difference("hut", "hut");
        assertEquals(List.of(), difference.needingRestart());
        assertEquals(List.of(), difference.leaving());
        assertEquals(List.of(), difference.joining());
        assertFalse(difference.isOfLink());
        assertFalse(difference.isOfOutputs());
    }

    @ParameterizedTest
    @CsvSource({
        "id: hut, id: hall, device",
        "id: hut, 'id: hut, name: The hut', device",
        "keep_alive: 60s, prefix: plant, broker.prefix",
        "directory: outbox, directory: elsewhere, outbox",
        "type: simulated, 'type: simulated, trace: trace.log', board",
        "mcp23008, mcp23017, the expanders and multiplexers among actuators"
    })
    void whatTheDeviceIsNeedsARestart(String before, String after, String keys) throws Exception {
        assertEquals(List.of(keys), difference(before, after).needingRestart());
    }

    @ParameterizedTest
    @CsvSource({
        "offset: 1.0, offset: 2.0, air",
        "pin: 17, pin: 27, door",
        "max_on: 5m, 'max_on: 5m, safe: on', pump",
        "max_on: 5m, 'max_on: 5m, interlock: [lamp]', pump",
        "pin: 18, 'pin: 18, range: [0, 0.5]', lamp",
        "pin: 18, pin: 19, lamp"
    })
    void whatChangedLeavesAndJoins(String before, String after, String id) throws Exception {
        var difference = difference(before, after);
        assertEquals(List.of(), difference.needingRestart());
        assertEquals(List.of(id), difference.leaving());
        assertEquals(List.of(id), difference.joining());
        assertEquals(List.of(), difference.goingOn());
        assertFalse(difference.isOfLink());
        assertEquals(List.of("pump", "lamp").contains(id), difference.isOfOutputs());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_on: 6m",
                "max_on: 5m, min_on: 1s",
                "max_on: 5m, min_off: 1s",
                "max_on: 5m, on_link_loss: { after: 2m }",
                "max_on: 5m, rate_limit: 10/m",
                "max_on: 5m, initial: last",
                "max_on: 5m, late_commands: refuse",
                "max_on: 5m, require: [id]"
            })
    void anOutputWhoseRulesChangedGoesOn(String rules) throws Exception {
        var difference = difference("max_on: 5m", rules);
        assertEquals(List.of("pump"), difference.goingOn());
        assertEquals(List.of(), difference.leaving());
        assertEquals(List.of(), difference.joining());
        assertEquals(List.of(), difference.joiningOutputs());
    }

    @Test
    void whatIsRenamedLeavesUnderOneNameAndJoinsUnderTheOther() throws Exception {
        var difference = difference("id: lamp", "id: light");
        assertEquals(List.of("lamp"), difference.leaving());
        assertEquals(List.of("light"), difference.joining());
        assertEquals(List.of("light"), difference.joiningOutputs());
    }

    @ParameterizedTest
    @CsvSource({"keep_alive: 60s, keep_alive: 30s", "discovery: false, discovery: true"})
    void theLinkIsMadeAnewForAnotherBrokerAndForOthersToListenTo(String before, String after) throws Exception {
        var difference = difference(before, after);
        assertTrue(difference.isOfLink());
        assertEquals(List.of(), difference.joining());
    }
}
