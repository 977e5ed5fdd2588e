package dev.sandpiper.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.command.OutputReport;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.link.CredentialsReport;
import dev.sandpiper.agent.link.LinkReport;
import dev.sandpiper.agent.link.Session;
import dev.sandpiper.agent.measure.SensorReport;
import dev.sandpiper.agent.measure.SensorReport.Fault;
import dev.sandpiper.agent.store.OutboxReport;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health message: contract section 5. */
class HealthTest {
    private static final Instant START = SimulatedTime.START;
    private static final String STILL = "no acknowledgement from 0x76 on i2c-1";

    @TempDir
    private Path sysfs;

    private final SimulatedTime time = new SimulatedTime();
    private final List<String> published = new ArrayList<>();
    private SensorReport air = new SensorReport(Optional.of(START), 0, 0, 0, 0, Optional.empty());
    private OutputReport pump = new OutputReport(Optional.of(new Value.Flag(false)), Optional.empty());
    private OutboxReport outbox =
            new OutboxReport(0, 4096, "", 0, Optional.empty(), 17, 3, 0, Optional.empty(), Optional.empty());
    private LinkReport link = connected();
    private CredentialsReport credentials =
            new CredentialsReport(List.of(), Optional.of(START.plus(Duration.ofDays(211))));
    private Health health;

    private static LinkReport connected() {
        return new LinkReport(
                Optional.of("broker.example.com"),
                Optional.of(START),
                3,
                Optional.of(Session.PRESENT),
                1,
                Optional.empty(),
                60,
                48,
                List.of());
    }

    private static LinkReport neverConnected() {
        return new LinkReport(
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                60,
                -1,
                List.of("not connected yet"));
    }

    @BeforeEach
    void aDevice() {
        var reports = new Reports(
                Map.of("air", () -> air), Map.of("pump", () -> pump), () -> outbox, () -> link, () -> credentials);
        health = new Health(7, Duration.ofMinutes(1), reports, board(), time, published::add);
    }

    private BoardWatch board() {
        return new BoardWatch(sysfs, sysfs, sysfs, time);
    }

    private void pass(int seconds) {
        for (var second = 0; second < seconds; second++) {
            health.run();
            time.pass(Duration.ofSeconds(1));
        }
        health.run();
    }

    private Map<String, String> message() {
        return Members.of(health.message());
    }

    private void airFails(Instant since) {
        air = new SensorReport(Optional.of(START), 12, 0, 0, 0, Optional.of(new Fault(STILL, since)));
    }

    @Test
    void itIsSentAtStartAndEveryMinute() {
        pass(180);
        assertEquals(4, published.size());
    }

    @Test
    void itIsSentWithinASecondWhenSomethingTurnsBadOrGood() {
        pass(10);
        airFails(START);
        pass(1);
        assertEquals(2, published.size());
        assertTrue(published.getLast().contains("\"ok\":false"));
        pass(10);
        assertEquals(2, published.size());
        air = new SensorReport(Optional.of(START), 12, 0, 0, 0, Optional.empty());
        pass(1);
        assertEquals(3, published.size());
        assertTrue(published.getLast().contains("\"ok\":true"));
    }

    @Test
    void sensorsWithTheSameTroubleAreOneProblem() {
        var cellar =
                new SensorReport(Optional.empty(), 1, 0, 0, 0, Optional.of(new Fault(STILL, START.plusSeconds(60))));
        airFails(START);
        var both = new java.util.LinkedHashMap<String, java.util.function.Supplier<SensorReport>>();
        both.put("cellar", () -> cellar);
        both.put("air", () -> air);
        var reports = new Reports(both, Map.of(), () -> outbox, () -> link, () -> credentials);
        health = new Health(7, Duration.ofMinutes(1), reports, board(), time, published::add);
        assertEquals("[\"cellar, air: " + STILL + " since 06:00\"]", message().get("problems"));
    }

    @Test
    void theSameTroubleAtAnotherTimeIsNoNews() {
        airFails(START);
        pass(10);
        airFails(START.plusSeconds(3600));
        pass(10);
        assertEquals(1, published.size());
    }

    @Test
    void aTroubleThatEndsAsAnotherBeginsIsNews() {
        link = neverConnected();
        pass(10);
        link = connected();
        airFails(START);
        pass(1);
        assertEquals(2, published.size());
    }

    @Test
    void itIsSentOnRequestAndTheCycleBeginsAnew() {
        pass(30);
        health.sendNow();
        pass(59);
        assertEquals(2, published.size());
        pass(1);
        assertEquals(3, published.size());
    }

    @Test
    void okIsTrueExactlyWhileThereAreNoProblems() {
        assertEquals("true", message().get("ok"));
        assertEquals("[]", message().get("problems"));
        airFails(START.plusSeconds(600));
        pump = new OutputReport(Optional.of(new Value.Flag(true)), Optional.of("did not obey: it is stuck"));
        outbox = new OutboxReport(
                5,
                4096,
                "",
                0,
                Optional.of("the outbox cannot be used: disk I/O error"),
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty());
        link = neverConnected();
        assertEquals("false", message().get("ok"));
        assertEquals(
                List.of(
                        "air: " + STILL + " since 06:10",
                        "pump: did not obey: it is stuck",
                        "the outbox cannot be used: disk I/O error",
                        "not connected yet"),
                Members.texts(message().get("problems")));
    }

    @Test
    void aTroubleOfAnotherDayIsToldWithItsDate() {
        airFails(START.plusSeconds(600));
        time.pass(Duration.ofDays(2));
        assertEquals(
                List.of("air: " + STILL + " since 2026-11-23 06:10"),
                Members.texts(message().get("problems")));
    }

    @Test
    void theMessageHasTheKeysOfTheContract() {
        assertEquals(
                List.of(
                        "ts",
                        "run",
                        "ok",
                        "problems",
                        "uptime",
                        "clock",
                        "clock_source",
                        "link",
                        "outbox",
                        "sensors",
                        "actuators",
                        "process",
                        "board",
                        "certificate_days"),
                List.copyOf(message().keySet()));
        assertHas("link", "since", "connects", "last_loss", "keep_alive", "rtt_ms");
        assertHas("outbox", "records", "bytes", "oldest", "dropped", "store");
        pass(1);
        assertHas("process", "rss_mib", "threads");
        assertHas("board", "disk_free_mib");
    }

    private void assertHas(String part, String... keys) {
        var found = Members.of(message().get(part)).keySet();
        for (var key : keys) assertTrue(found.contains(key), part + " has " + found + ", not " + key);
    }

    @Test
    void itsValuesHaveTheirForm() {
        time.pass(Duration.ofMillis(86_400_999));
        var message = message();
        assertEquals("\"2026-11-24T06:00:00.999Z\"", message.get("ts"));
        assertEquals("7", message.get("run"));
        assertEquals("86400", message.get("uptime"));
        assertEquals("\"synchronised\"", message.get("clock"));
        assertEquals("209", message.get("certificate_days"));
        assertEquals(
                "{\"air\":{\"ok\":true,\"last\":\"2026-11-23T06:00:00.000Z\",\"errors\":0,\"clipped\":0,\"rejected\":0,\"retries\":0}}",
                message.get("sensors"));
        assertEquals("{\"pump\":{\"ok\":true,\"value\":false}}", message.get("actuators"));
        assertTrue(message.get("outbox")
                .startsWith("{\"records\":0,\"bytes\":4096,\"oldest\":null,\"dropped\":0,\"store\":\"ok\""));
        assertTrue(
                message.get("link")
                        .startsWith(
                                "{\"since\":\"2026-11-23T06:00:00.000Z\",\"connects\":3,\"last_loss\":null,\"keep_alive\":60,\"rtt_ms\":48"));
    }

    @Test
    void whatIsNotKnownIsNullOrLeftOut() {
        link = neverConnected();
        air = new SensorReport(Optional.empty(), 1, 0, 0, 0, Optional.of(new Fault(STILL, START)));
        pump = new OutputReport(Optional.empty(), Optional.of("cannot be opened: busy"));
        credentials = new CredentialsReport(List.of(), Optional.empty());
        time.lose(Duration.ofDays(-10));
        var message = message();
        assertFalse(message.containsKey("certificate_days"));
        assertEquals("\"unsynchronised\"", message.get("clock"));
        assertEquals("\"none\"", message.get("clock_source"));
        assertTrue(message.get("link")
                .startsWith("{\"since\":null,\"connects\":0,\"last_loss\":null,\"keep_alive\":60,\"rtt_ms\":null"));
        assertEquals(
                "{\"air\":{\"ok\":false,\"last\":null,\"errors\":1,\"clipped\":0,\"rejected\":0,\"retries\":0,\"error\":\""
                        + STILL + "\"}}",
                message.get("sensors"));
        assertEquals(
                "{\"pump\":{\"ok\":false,\"value\":null,\"error\":\"cannot be opened: busy\"}}",
                message.get("actuators"));
    }

    @Test
    void whatTheBoardDoesNotTellIsNull() {
        var board = Members.of(message().get("board"));
        assertEquals(
                List.of("temperature", "undervoltage", "throttled", "wifi_dbm", "disk_free_mib"),
                List.copyOf(board.keySet()).subList(0, 5));
        for (var key : List.of("temperature", "undervoltage", "throttled", "wifi_dbm"))
            assertEquals("null", board.get(key), key);
    }

    @Test
    void theProcessorsShareIsKnownFromTheFirstMessageOn() {
        var process = Members.of(message().get("process"));
        assertEquals(List.of("rss_mib", "cpu_percent", "threads"), List.copyOf(process.keySet()));
        assertTrue(Double.parseDouble(process.get("cpu_percent")) > 0, "this JVM has worked: " + process);
    }

    @Test
    void aWeakSupplyIsAProblemAndNews() throws IOException {
        var driver = Files.createDirectories(sysfs.resolve("class/hwmon/hwmon1"));
        Files.writeString(driver.resolve("name"), "rpi_volt\n");
        Files.writeString(driver.resolve("in0_lcrit_alarm"), "0\n");
        pass(10);
        assertEquals("false", Members.of(message().get("board")).get("undervoltage"));
        Files.writeString(driver.resolve("in0_lcrit_alarm"), "1\n");
        pass(1);
        assertEquals(2, published.size());
        assertTrue(published.getLast().contains("under-voltage since 06:00\"]"), published.getLast());
        assertTrue(published.getLast().contains("\"undervoltage\":true"), published.getLast());
    }

    @Test
    void whatFailsAndRecoversAllTheTimeIsToldSixTimesAMinute() {
        for (var second = 0; second < 600; second++) {
            if (second % 2 == 0) airFails(START);
            else air = new SensorReport(Optional.of(START), 12, 0, 0, 0, Optional.empty());
            pass(1);
        }
        assertTrue(published.size() > 60 && published.size() < 75, "of 600 changes " + published.size());
    }
}
