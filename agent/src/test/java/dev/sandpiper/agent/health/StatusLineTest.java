package dev.sandpiper.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.link.CredentialsReport;
import dev.sandpiper.agent.link.LinkReport;
import dev.sandpiper.agent.link.Session;
import dev.sandpiper.agent.measure.SensorReport;
import dev.sandpiper.agent.store.OutboxReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final String LOST = "no connection to mqtts://broker.example.com: it does not answer";

    private static String line(LinkReport link, int waiting, String... problems) {
        var air = new SensorReport(Optional.empty(), 0, 0, 0, 0, Optional.empty());
        var outbox =
                new OutboxReport(waiting, 4096, "", 0, Optional.empty(), 17, 3, 0, Optional.empty(), Optional.empty());
        var reports = new Reports(
                Map.of("air", () -> air, "water", () -> air),
                Map.of(),
                () -> outbox,
                () -> link,
                () -> new CredentialsReport(List.of(), Optional.empty()));
        var all = new ArrayList<>(link.problems());
        all.addAll(List.of(problems));
        return StatusLine.of(reports, all, NOW);
    }

    private static LinkReport connected(String since) {
        return new LinkReport(
                Optional.of("broker.example.com"),
                Optional.of(Instant.parse(since)),
                3,
                Optional.of(Session.PRESENT),
                0,
                Optional.empty(),
                60,
                48,
                List.of());
    }

    @Test
    void ofAnAgentThatIsWell() {
        assertEquals(
                "2 sensors, 0 actuators; connected to broker.example.com since 06:10; 0 waiting",
                line(connected("2026-11-23T06:10:00Z"), 0));
    }

    @Test
    void aConnectionOfDaysHasItsDay() {
        assertEquals(
                "2 sensors, 0 actuators; connected to broker.example.com since 2026-11-01 06:10; 0 waiting",
                line(connected("2026-11-01T06:10:00Z"), 0));
    }

    @Test
    void aLostLinkSaysWhyOnce() {
        var lost = new LinkReport(
                Optional.empty(), Optional.empty(), 3, Optional.empty(), 0, Optional.empty(), 60, 48, List.of(LOST));
        assertEquals("2 sensors, 0 actuators; %s; 57 waiting".formatted(LOST), line(lost, 57));
    }

    @Test
    void theFirstProblemIsToldAndHowManyMoreThereAre() {
        assertEquals(
                "2 sensors, 0 actuators; connected to broker.example.com since 06:10; 0 waiting;"
                        + " air: no acknowledgement from 0x76 on i2c-1 (and 1 more)",
                line(connected("2026-11-23T06:10:00Z"), 0, "air: no acknowledgement from 0x76 on i2c-1", "another"));
    }
}
