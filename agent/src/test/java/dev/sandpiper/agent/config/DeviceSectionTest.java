package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSectionTest {
    @TempDir
    Path folder;

    private DeviceConfig device(Machine machine, String section) throws ConfigErrors {
        return Configurations.in(folder)
                .on(machine)
                .read(section + Configurations.SHORTEST)
                .device();
    }

    @Test
    void theIdIsTheHostName() throws ConfigErrors {
        assertEquals("Hut-7", device(Machine.named("Hut-7"), "").id());
    }

    @Test
    void aHostNameThatEverybodyHasGivesWayToTheMachinesId() throws ConfigErrors {
        assertEquals("pi-01234567", device(Machine.named("raspberrypi"), "").id());
        assertEquals("pi-01234567", device(Machine.named("debian"), "").id());
        assertEquals("pi-01234567", device(Machine.named("localhost"), "").id());
    }

    @Test
    void theFilesIdComesFirst() throws ConfigErrors {
        assertEquals(
                "hut", device(Machine.named("a.b"), "device: { id: hut }\n").id());
    }

    @Test
    void theNameIsTheIdUnlessGiven() throws ConfigErrors {
        assertEquals("hut", device(Machine.named("hut"), "").name());
        assertEquals(
                "The hut",
                device(Machine.named("hut"), "device: { name: The hut }\n").name());
    }

    @Test
    void theClockIsTrustedOnlyWhenTheFileSaysSo() throws ConfigErrors {
        var usual = device(Machine.named("hut"), "");
        assertFalse(usual.clockTrusted());
        assertEquals(Duration.ofMinutes(2), usual.clockWait());
        var trusted = device(Machine.named("hut"), "device: { clock: trusted, clock_wait: 0s }\n");
        assertTrue(trusted.clockTrusted());
        assertEquals(Duration.ZERO, trusted.clockWait());
    }

    @Test
    void aHostNameThatIsNoIdAsksForOne() {
        Configurations.in(folder)
                .on(Machine.named("hütte"))
                .refuse(
                        Configurations.SHORTEST,
                        "agent.yaml:1:1: device.id: the host name 'hütte' cannot be a device id, expected up to 64 of A-Z, a-z, 0-9, '_' and '-'; set device.id");
    }

    @Test
    void aMachineWithoutNameAndIdAsksForOne() {
        Configurations.in(folder)
                .on(new Machine(Optional.empty(), Optional.empty(), Map.of()))
                .refuse(
                        "device: { name: Hut }\n" + Configurations.SHORTEST,
                        "agent.yaml:1:9: device.id: the host name is 'localhost' and /etc/machine-id holds no id, expected one of them to tell devices apart; set device.id");
    }

    @Test
    void anIdWithOtherCharactersIsRefused() {
        Configurations.in(folder)
                .refuse(
                        "device: { id: hut/7 }\n" + Configurations.SHORTEST,
                        "agent.yaml:1:15: device.id: found 'hut/7', expected up to 64 of A-Z, a-z, 0-9, '_' and '-'; correct it");
    }

    @Test
    void anIdThatIsANumberIsToBeQuoted() {
        Configurations.in(folder)
                .refuse(
                        "device: { id: 4711 }\n" + Configurations.SHORTEST,
                        "agent.yaml:1:15: device.id: found 4711, expected up to 64 of A-Z, a-z, 0-9, '_' and '-'; write \"4711\" in quotes");
    }

    @Test
    void anotherClockIsRefused() {
        Configurations.in(folder)
                .refuse(
                        "device: { clock: trust }\n" + Configurations.SHORTEST,
                        "agent.yaml:1:18: device.clock: found 'trust', expected kernel or trusted; did you mean 'trusted'?");
    }
}
