package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, looked after in real time as often as the driver asks for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ExecSensorTest {
    @TempDir
    Path folder;

    private static Sensor sensor(Duration timeout, String... command) throws DeviceFault {
        var section = Bench.section(ExecSensor.TYPE, Map.of("command", List.of(command), "timeout", timeout));
        try (var bench = new Bench()) {
            return ExecSensor.TYPE.opener().open(section, bench.board);
        }
    }

    private static Sensor shell(String script) throws DeviceFault {
        return sensor(Duration.ofSeconds(30), "/bin/sh", "-c", script);
    }

    private static Reading read(Sensor sensor) throws DeviceFault {
        try (sensor) {
            LockSupport.parkNanos(sensor.start().toNanos());
            for (var pause = sensor.goOn(); pause.isPresent(); pause = sensor.goOn())
                LockSupport.parkNanos(pause.get().toNanos());
            return sensor.read();
        }
    }

    private static void assertEnds(ProcessHandle process) throws Exception {
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aProgramsObjectIsTheReading() throws DeviceFault {
        var values = read(sensor(Duration.ofSeconds(30), "/bin/echo", "{\"moisture\": 41.5, \"count\": 3}"))
                .values();
        assertEquals(List.of("moisture", "count"), List.copyOf(values.keySet()));
        assertEquals(
                List.of("41.5", "3"),
                values.values().stream().map(Object::toString).toList());
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws DeviceFault {
        var values = read(sensor(Duration.ofSeconds(30), "/bin/echo", "{\"text\":\"$HOME; `id` * 'x'\"}"))
                .values();
        assertEquals("$HOME; `id` * 'x'", values.get("text").toString());
    }

    @Test
    void aProgramIsReadAgainAndAgain() throws DeviceFault {
        var sensor = shell("echo '{\"level\":1}'");
        for (var i = 0; i < 3; i++)
            assertEquals("1.0", read(sensor).values().get("level").toString());
    }

    @Test
    void lookingAfterItNeverWaits() throws DeviceFault {
        try (var sensor = shell("exec tail -f /dev/null")) {
            sensor.start();
            for (var looks = 0; looks < 20; looks++) {
                var pause = sensor.goOn().orElseThrow();
                assertTrue(pause.isPositive() && pause.compareTo(Duration.ofMillis(500)) <= 0, pause.toString());
            }
        }
    }

    @Test
    void oneThatTakesTooLongIsKilledWithAllItStarted() throws Exception {
        var started = folder.resolve("started");
        var sensor = sensor(
                Duration.ofSeconds(3), "/bin/sh", "-c", "sleep 120 >/dev/null 2>&1 & echo $! > " + started + "; wait");
        assertFault("/bin/sh did not end within its timeout of 3000 ms and was killed", () -> read(sensor));
        var child = ProcessHandle.of(Long.parseLong(Files.readString(started).strip()));
        if (child.isPresent()) assertEnds(child.get());
    }

    @Test
    void closingKillsIt() throws Exception {
        var before = ProcessHandle.current().children().toList();
        var sensor = shell("exec tail -f /dev/null");
        sensor.start();
        var child = ProcessHandle.current()
                .children()
                .filter(process -> !before.contains(process))
                .findFirst();
        sensor.close();
        sensor.close();
        if (child.isPresent()) assertEnds(child.get());
    }

    @Test
    void anExitCodeIsAFaultWithTheLastComplaint() throws DeviceFault {
        assertFault(
                "/bin/sh ended with exit code 3: no probe at /dev/ttyUSB0",
                () -> read(shell(
                        "echo '{\"a\":1}'; echo first >&2; echo 'no probe at /dev/ttyUSB0' >&2; echo >&2; exit 3")));
        assertFault("/bin/sh ended with exit code 1", () -> read(shell("exit 1")));
    }

    @Test
    void manyComplaintsNeitherBlockItNorFillTheSentence() {
        var sentence = "/bin/sh ended with exit code 1: " + "x".repeat(200) + "…";
        assertFault(
                sentence,
                () -> read(shell("i=0; while [ $i -lt 3000 ]; do echo '%s' >&2; i=$((i+1)); done; exit 1"
                        .formatted("x".repeat(300)))));
    }

    @Test
    void tooMuchOutputIsAFault() {
        assertFault(
                "/bin/sh wrote more than 65536 bytes and was killed; expected one short JSON object",
                () -> read(shell("while :; do echo '{\"a\":1}'; done")));
    }

    @Test
    void garbageIsAFault() {
        assertFault(
                "/bin/sh: its output is no JSON object; expected one JSON object like {\"temperature\":21.5}",
                () -> read(shell("echo 21.5")));
        assertFault("/bin/sh wrote something that is no UTF-8", () -> read(shell("printf '{\"a\":\"\\377\"}'")));
    }

    @Test
    void aProgramThatCannotBeStartedIsAFault() throws IOException {
        assertFault(
                "/nowhere/soil cannot be started: there is no such program, or its first line names one that is not there",
                () -> read(sensor(Duration.ofSeconds(30), "/nowhere/soil")));
        var file = Files.writeString(folder.resolve("soil"), "#!/bin/sh\n");
        assertFault(
                file + " cannot be started: it may not be executed; chmod +x it",
                () -> read(sensor(Duration.ofSeconds(30), file.toString())));
    }

    @Test
    void whatSystemdGivesTheAgentIsNotPassedOn() {
        var environment =
                new HashMap<>(Map.of("NOTIFY_SOCKET", "/run/n", "CREDENTIALS_DIRECTORY", "/run/c", "LANG", "C"));
        Program.leaveOutTheAgents(environment);
        assertEquals(Map.of("LANG", "C"), environment);
    }
}
