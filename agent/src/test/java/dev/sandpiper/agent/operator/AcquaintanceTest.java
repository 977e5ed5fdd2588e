package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.link.Topics;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What can be said of a device that does not answer. */
class AcquaintanceTest {
    private final Acquaintance hut = new Acquaintance(Topics.of("sandpiper", "hut"));

    private void hear(String topic, String payload) {
        hut.hear("sandpiper/hut/" + topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private String whySilent(String name) {
        return hut.whySilent("hut", name, "user 'ada'");
    }

    @Test
    void nothingIsKnownOfOneThatWasNeverHere() {
        assertEquals(
                "nothing is known of a device 'hut' here: check its name and the prefix, and that user 'ada' may read sandpiper/hut/#",
                whySilent("pump"));
    }

    @Test
    void anOfflineDeviceIsToldWithItsLastWordAndTheActuatorsItHas() {
        hear("status", "offline");
        assertEquals("hut is offline", whySilent("pump"));
        hear("health", "{\"ts\":\"2026-11-23T06:16:00.000Z\"}");
        hear("info", "{\"actuators\":{\"pump\":{},\"lamp\":{}}}");
        assertEquals("hut is offline and was last heard of at 2026-11-23T06:16:00.000Z", whySilent("pump"));
        assertEquals(
                "hut is offline and was last heard of at 2026-11-23T06:16:00.000Z, and has no actuator 'pmp', only lamp, pump",
                whySilent("pmp"));
        assertEquals("hut is offline and was last heard of at 2026-11-23T06:16:00.000Z", whySilent("agent"));
    }

    @Test
    void whereAnOnlineDeviceIsSilentTheRightsAreToBeChecked() {
        hear("status", "online");
        hear("info", "{\"actuators\":{}}");
        assertEquals(
                "hut is online, and has no actuators; check that user 'ada' may write sandpiper/hut/command/pump and read sandpiper/hut/reply/pump",
                whySilent("pump"));
    }

    @Test
    void whatIsToldOfItIsSafeToShow() {
        hear("status", "offline");
        hear("health", "{\"ts\":\"\\u001b[2J\"}");
        hear("info", "{\"actuators\":{\"\\u0007pump\":{}}}");
        assertEquals(
                "hut is offline and was last heard of at ?[2J, and has no actuator 'lamp', only ?pump",
                whySilent("lamp"));
    }

    @Test
    void nonsenseOnItsTopicsIsNoKnowledge() {
        for (var nonsense : new String[] {"", "{", "[]", "{\"actuators\":7}", "\u0000", "{".repeat(100_000)}) {
            hear("info", nonsense);
            hear("health", nonsense);
        }
        hear("status", "offline");
        assertEquals("hut is offline", whySilent("pump"));
    }
}
