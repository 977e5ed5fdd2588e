package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {
    private final Fleet fleet = new Fleet(Allowance.USUAL);

    private List<String> picture(int columns, int lines) {
        var rows = new Picture(fleet.roster, new Paper(columns, lines), Fleet.NOW).rows(new Row().add("mqtts://b"));
        assertTrue(rows.size() <= lines, rows.size() + " rows");
        var plain = rows.stream().map(Row::plain).toList();
        plain.forEach(row -> assertTrue(Columns.of(row) <= columns, row));
        return plain;
    }

    private void twoDevices() {
        fleet.kept(
                "hut/info",
                "{\"agent\":\"1.0.0\",\"sensors\":{\"air\":{\"values\":{\"temperature\":{\"unit\":\"°C\"}}}}}");
        fleet.kept("hut/status", "online").live("hut/telemetry/air", "{\"temperature\":21.5,\"humidity\":48.1}");
        fleet.kept(
                "hut/state/pump",
                "{\"ts\":\"2026-11-23T06:10:00.000Z\",\"value\":true,\"cause\":\"command\",\"command\":\"7f3a\"}");
        fleet.kept("hut/health", "{\"ts\":\"2026-11-23T06:15:00.000Z\",\"problems\":[\"door: dead\"]}");
        fleet.kept("shed/status", "offline").kept("shed/health", "{\"ts\":\"2026-11-20T06:15:00.000Z\"}");
    }

    @Test
    void nothingIsSaidToBeNothing() {
        assertEquals(List.of("mqtts://b  0 devices", "nothing heard yet"), picture(80, 24));
    }

    @Test
    void whereThereIsRoomEverySensorHasARow() {
        twoDevices();
        assertEquals(
                List.of(
                        "mqtts://b  2 devices, 1 offline, 1 with problems",
                        "● hut   online   agent 1.0.0                             0 s",
                        "  air   temperature 21.5 °C  humidity 48.1               0 s",
                        "  pump  on  command 7f3a                               5 min",
                        "  ! door: dead",
                        "○ shed  offline                                          3 d"),
                picture(60, 24));
    }

    @Test
    void whatIsTooWideEndsWithAMark() {
        twoDevices();
        assertEquals("  air   temperature 21.5 °C  humid…  0 s", picture(40, 24).get(2));
    }

    @Test
    void whereThereIsLessEveryDeviceHasOne() {
        twoDevices();
        assertEquals(
                List.of(
                        "mqtts://b  2 devices, 1 offline, 1 with problems",
                        "● hut   online   ! door: dead  air temperature 21.5 °C  h…  0 s",
                        "○ shed  offline                                             3 d"),
                picture(63, 5));
    }

    @Test
    void whereThereIsTooLittleThoseInTroubleComeFirst() {
        for (var i = 0; i < 300; i++) fleet.kept("d%03d/status".formatted(i), "online");
        fleet.kept("d123/status", "offline").kept("d250/health", "{\"problems\":[\"hot\"]}");
        assertEquals(
                List.of(
                        "mqtts://b  300 devices, 1 offline, 1 with problems",
                        "○ d123  offline",
                        "● d250  online   ! hot",
                        "● d000  online",
                        "and 297 devices more"),
                picture(60, 5));
    }

    @Test
    void eventsStandBelowWhereThereIsRoom() {
        twoDevices();
        fleet.live("hut/reply/pump", "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":true}");
        assertEquals(
                "2026-11-23T06:15:05.000Z hut pump reply 7f3a done, on",
                picture(60, 24).getLast());
        assertEquals(
                "○ shed  offline                                          3 d",
                picture(60, 7).getLast());
    }

    @Test
    void whereMoreIsSaidThanCanBeKeptThatIsTold() {
        var small = new Fleet(1000);
        for (var i = 0; i < 100; i++) small.live("d" + i + "/status", "online");
        var head = new Picture(small.roster, new Paper(100, 24), Fleet.NOW)
                .rows(new Row())
                .getFirst()
                .plain();
        assertTrue(head.endsWith("devices  more is said than can be kept: name the devices to watch"), head);
    }

    @Test
    void theSmallestTerminalShowsWhatItCan() {
        twoDevices();
        for (var columns = 1; columns < 30; columns++) for (var lines = 1; lines < 10; lines++) picture(columns, lines);
    }
}
