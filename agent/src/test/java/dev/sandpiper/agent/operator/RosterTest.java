package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Fleet fleet = new Fleet(Allowance.USUAL);

    private Roster.Sight only() {
        assertEquals(1, fleet.roster.devices().size());
        return fleet.roster.devices().iterator().next();
    }

    private Roster.Entry onlyEntry() {
        return only().entries().iterator().next();
    }

    @Test
    void whatComesNowIsOfNowWhateverItsClockSays() {
        fleet.live("hut/telemetry/air", "{\"ts\":\"1970-01-01T00:00:00.000Z\",\"temperature\":1.0}");
        assertEquals(Optional.of(Fleet.NOW), onlyEntry().at());
        assertEquals(Optional.of(Fleet.NOW), only().lastHeard());
    }

    @Test
    void whatTheBrokerKeptIsAsOldAsItSays() {
        fleet.kept("hut/status", "online").kept("hut/health", "{\"ts\":\"2026-11-23T06:10:00.000Z\"}");
        fleet.kept("hut/state/pump", "{\"ts\":\"2026-11-23T05:00:00.000Z\",\"value\":true,\"cause\":\"command\"}");
        assertEquals(Optional.of(Instant.parse("2026-11-23T06:10:00Z")), only().lastHeard());
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T05:00:00Z")), onlyEntry().at());
    }

    @Test
    void historyDoesNotTakeThePlaceOfWhatIsNewer() {
        fleet.live("hut/telemetry/air", "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"temperature\":2.0}");
        fleet.kept("hut/history/air", "{\"readings\":[{\"ts\":\"2026-11-23T06:10:04.120Z\",\"temperature\":1.0}]}");
        assertEquals("temperature 2.0", onlyEntry().text());
        fleet.kept("hut/history/air", "{\"readings\":[{\"ts\":\"2026-11-23T06:16:04.120Z\",\"temperature\":3.0}]}");
        assertEquals("temperature 3.0", onlyEntry().text());
    }

    @Test
    void plainValuesOfASensorStandTogether() {
        fleet.kept("hut/info", "{\"sensors\":{\"air\":{\"values\":{\"temperature\":{\"unit\":\"°C\"}}}}}");
        fleet.kept("hut/history/air", "{\"readings\":[{\"ts\":\"2026-11-23T06:10:04.120Z\",\"temperature\":1.0}]}");
        fleet.live("hut/telemetry/air/temperature", "21.4").live("hut/telemetry/air/humidity", "48.1");
        assertEquals("temperature 21.4 °C  humidity 48.1", onlyEntry().text());
        fleet.live("hut/telemetry/air/error", "no acknowledgement");
        assertEquals(Roster.Entry.Kind.FAULT, onlyEntry().kind());
        assertEquals("no acknowledgement", onlyEntry().text());
        fleet.live("hut/telemetry/air/temperature", "21.5");
        assertEquals("temperature 21.5 °C  humidity 48.1", onlyEntry().text());
    }

    @Test
    void aPlainStateIsNewerThanALateOne() {
        fleet.kept(
                "hut/history/pump",
                "{\"readings\":[{\"ts\":\"2026-11-23T06:10:04.120Z\",\"value\":true,\"cause\":\"start\"}]}");
        fleet.live("hut/state/pump", "false");
        assertEquals("off", onlyEntry().text());
    }

    @Test
    void oneThatIsOfflineOrHasProblemsIsTroubled() {
        assertTrue(fleet.kept("hut/status", "offline")
                .roster
                .devices()
                .iterator()
                .next()
                .troubled());
        fleet.live("hut/status", "online");
        assertFalse(only().troubled());
        fleet.live("hut/health", "{\"problems\":[\"air: dead\"]}");
        assertTrue(only().troubled());
        fleet.live("hut/health", "{\"problems\":[]}");
        assertFalse(only().troubled());
    }

    @Test
    void onlyWhatHappensNowIsAnEvent() {
        fleet.kept("hut/status", "online").live("hut/telemetry/air", "{\"temperature\":1.0}");
        assertEquals(0, fleet.roster.events().size());
        for (var i = 0; i < 9; i++) fleet.live("hut/reply/pump", "{\"id\":\"" + i + "\",\"result\":\"done\"}");
        assertEquals(5, fleet.roster.events().size());
        assertEquals(
                "2026-11-23T06:15:05.000Z hut pump reply 8 done",
                List.copyOf(fleet.roster.events()).getLast());
    }

    @Test
    void inventedDevicesAndSensorsTakeNoMoreThanTheirShare() {
        var small = new Fleet(10_000);
        small.live("hut/telemetry/air", "{\"temperature\":1.0}");
        for (var i = 0; i < 100_000; i++)
            small.live("d" + i + "/status", "online").live("hut/telemetry/air-" + i, "{\"temperature\":1.0}");
        var devices = small.roster.devices();
        assertTrue(devices.size() > 10 && devices.size() < 100, devices.size() + " devices");
        var entries =
                devices.stream().mapToInt(device -> device.entries().size()).sum();
        assertTrue(entries > 10 && entries < 100, entries + " entries");
        assertEquals(200_001 - devices.size() + 1 - entries, small.roster.ignored());
    }

    @Test
    void aLongListOfUnitsCountsAsWhatItTakes() {
        var small = new Fleet(10_000);
        var values = IntStream.range(0, 60)
                .mapToObj("\"v%d\":{\"unit\":\"x\"}"::formatted)
                .collect(Collectors.joining(","));
        var info = "{\"sensors\":{\"air\":{\"values\":{" + values + "}}}}";
        assertTrue(info.length() < 1500, "short as text");
        small.live("hut/info", info).live("shed/info", info);
        assertEquals(1, small.roster.devices().size());
        assertEquals(1, small.roster.ignored());
    }

    @Test
    void whatIsKnownAlreadyGoesOnWhenAllIsTaken() {
        var small = new Fleet(1000);
        small.live("hut/telemetry/air", "{\"temperature\":1.0}");
        for (var i = 0; i < 100; i++) small.live("d" + i + "/status", "online");
        small.live("hut/telemetry/air", "{\"temperature\":2.0}");
        var hut = small.roster.devices().stream()
                .filter(device -> device.id().equals("hut"))
                .findFirst();
        assertEquals(
                "temperature 2.0", hut.orElseThrow().entries().iterator().next().text());
    }
}
