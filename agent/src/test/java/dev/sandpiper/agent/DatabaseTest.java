package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.sandpiper.agent.network.SimulatedBroker.Received;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices' messages in a real PostgreSQL: each record is one row, whatever came twice, late, or in another order. */
class DatabaseTest {
    private static Database database;
    private static Arrived simulated;
    private static Arrived captured;

    @BeforeAll
    static void aDatabaseAndTwoDevicesWithOutagesAndCrashes() throws IOException {
        database = new Database();
        simulated = Arrived.simulated();
        captured = Arrived.captured();
    }

    @AfterAll
    static void theEnd() {
        database.close();
    }

    @BeforeEach
    void nothingInIt() {
        database.empty();
    }

    private static Stream<Arrived> devices() {
        return Stream.of(simulated, captured);
    }

    @Test
    void bothDevicesHadAllThatCanHappen() {
        devices().forEach(device -> assertEquals(List.of(), device.lacks()));
    }

    @Test
    void eachRecordIsOneRowWithEveryValueAsItWasWritten() {
        devices().forEach(device -> {
            database.empty();
            database.ingest(device.messages());
            database.has(device.records());
        });
    }

    @Test
    void whatIsNewIsCountedAndWhatComesAgainInAnotherOrderChangesNothing() {
        var again = new ArrayList<>(simulated.messages());
        Collections.shuffle(again, new Random(1));
        assertEquals(simulated.rows(), database.ingest(simulated.messages()));
        assertEquals(0, database.ingest(again));
        database.insert(again);
        database.has(simulated.records());
        assertEquals(0, database.count("inbox"));
    }

    @Test
    void aTableThatTakesRowsOnlyKeepsTheSame() {
        database.insert(captured.messages());
        database.has(captured.records());
        assertEquals(0, database.count("inbox"));
    }

    @Test
    void gapsAndAnswersAreKeptOnce() {
        devices().forEach(device -> {
            database.empty();
            database.ingest(device.messages());
            assertEquals(device.distinct("/gap"), database.count("gap"));
            assertEquals(device.distinct("/reply/"), database.count("reply"));
        });
    }

    @Test
    void nothingOfADeviceIsRefusedAndNoValueChangesItsType() {
        devices().forEach(device -> database.ingest(device.messages()));
        assertEquals("", database.sql("select * from sandpiper.refused"));
        assertEquals("", database.sql("select * from sandpiper.drift"));
        database.ingest(List.of(reading(9_999_999, "\"mood\":7")));
        assertEquals("hut|said|mood|{number,string}", database.sql("select * from sandpiper.drift"));
    }

    @Test
    void holesAreTheNumbersThatAreMissing() {
        devices().forEach(device -> {
            database.empty();
            database.ingest(device.messages());
            assertEquals(device.holes(), database.rows("""
                    select run || ' ' || from_seq || '-' || to_seq from sandpiper.hole order by run, from_seq
                    """));
        });
    }

    @Test
    void aHoleSaysWhatTheDeviceSaidOfIt() {
        database.ingest(List.of(
                reading(2, "\"temperature\":21.0"),
                reading(6, "\"temperature\":21.0"),
                reading(8, "\"temperature\":21.0"),
                message("gap", "\"run\":5,\"from\":3,\"to\":4,\"dropped\":2,\"reason\":\"full\",\"ids\":[\"said\"]"),
                message("info", "\"run\":6,\"previous\":{\"run\":5,\"last_seq\":10,\"stop\":\"power\"}")));
        assertEquals(
                List.of("1|1|1|", "3|5|3|full", "7|7|1|", "9|10|2|"),
                database.rows("select from_seq, to_seq, missing, reason from sandpiper.hole"));
        assertEquals(
                "3|power|10|7|2",
                database.sql("select records, stop, last_seq, missing, announced from sandpiper.account"));
    }

    @Test
    void twoRecordsWithOneNumberAreToldAndTheFirstStays() {
        database.ingest(List.of(reading(2, "\"temperature\":21.0")));
        assertEquals(
                0, database.ingest(List.of(reading(2, "\"temperature\":22.0"), reading(2, "\"temperature\":22.0"))));
        assertEquals("21.0", database.sql("select data ->> 'temperature' from sandpiper.record"));
        assertEquals(
                "another record has this device, run and seq|2",
                database.sql("select reason, times from sandpiper.refused"));
    }

    @Test
    void nonsenseIsSetAsideWithItsReasonAndStopsNothing() {
        var base = "sandpiper/hut/";
        var nonsense = List.of(
                received(base + "telemetry/said", "[]"),
                received(base + "telemetry/said", "7"),
                received(base + "telemetry/said", "{\"ts\":\"soon\",\"run\":1,\"seq\":1}"),
                received(base + "telemetry/said", "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1.5,\"seq\":1}"),
                received(base + "telemetry/said", "{\"a\":\"\\u0000\"}"),
                received(base + "telemetry", "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1,\"seq\":1}"),
                received(base + "history/said", "[{}]"),
                received(base + "history/said", "{\"readings\":[7]}"),
                received(base + "reply/pump", "it's '); drop table sandpiper.record; --"),
                received(base + "gap", "{}"),
                received(base + "health", "off"));
        var all = new ArrayList<>(nonsense);
        all.add(reading(1, "\"temperature\":21.0"));
        assertEquals(1, database.ingest(all));
        assertEquals(nonsense.size(), database.count("refused"));
        assertEquals("", database.sql("select * from sandpiper.refused where reason = ''"));
    }

    @Test
    void othersTopicsAndEmptiedOnesAreLeftAlone() {
        assertEquals(
                0,
                database.ingest(List.of(
                        received("homeassistant/status", "online"),
                        received("sandpiper2/hut/telemetry/air", "{}"),
                        received("sandpiper/hut/command/pump", "on"),
                        received("sandpiper/hut/telemetry/air", ""))));
        assertEquals(0, database.count("refused"));
    }

    @Test
    void anotherPrefixIsAnArgument() {
        assertEquals("1", database.sql("""
                select sandpiper.ingest('a/b/hut/telemetry/said', '%s', 'a/b')
                """.formatted(
                        reading(1, "\"temperature\":21.0").payload())));
    }

    @Test
    void theNewestOfADeviceIsKnown() {
        database.ingest(captured.messages());
        assertEquals(
                "hut|offline|simulated|boolean",
                database.sql(
                        "select device, status, info ->> 'board', jsonb_typeof(health -> 'ok') from sandpiper.device"));
    }

    @Test
    void eachQueryOfTheDashboardFindsSomething() throws IOException {
        database.ingest(captured.messages());
        database.ingest(List.of(received("sandpiper/hut/telemetry/air", "nonsense")));
        var queries = Dashboard.queries();
        assertEquals(12, queries.size());
        var found = database.rows(String.join(
                "\n",
                queries.values().stream()
                        .map(query -> "select count(*) > 0 from (" + query + ") as answer;")
                        .toList()));
        assertEquals(Collections.nCopies(queries.size(), "t"), found, () -> queries.keySet() + ", in this order");
    }

    @Test
    void theScriptWritesWhatABrokerHasWhateverItIs(@TempDir Path folder) throws IOException {
        try (var broker = Mosquitto.in(folder).start()) {
            broker.publish(
                    "sandpiper/hut/state/pump",
                    reading(1, "\"value\":true,\"cause\":\"start\"").payload(),
                    "-r");
            var script = new ProcessBuilder(broker.clientLine(
                    Database.FOLDER.resolve("mqtt-to-postgresql").toString()));
            script.environment().putAll(database.postgres.environment());
            var running = script.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            try {
                Eventually.until("what is retained has come", () -> database.count("record") == 1);
                broker.publish("sandpiper/it's'); drop table sandpiper.record; --/telemetry/air", "'); \\! :HOME\n\\q");
                broker.publish(
                        "sandpiper/hut/telemetry/said",
                        reading(2, "\"mood\":\"it's 5 °C\"").payload());
                Eventually.until("the last has come", () -> database.count("record") == 2);
            } finally {
                running.descendants().forEach(ProcessHandle::destroy);
                running.destroy();
            }
            assertEquals("", Files.readString(folder.resolve("out")));
        }
        assertEquals("it's 5 °C", database.sql("select text from sandpiper.value where name = 'mood'"));
        assertEquals(1, database.count("refused"));
    }

    @Test
    void theKeyOfATimescaleTableHoldsAsWell() throws IOException {
        var keys = Files.readAllLines(Database.FOLDER.resolve("timescaledb.sql")).stream()
                .filter(line -> line.contains(" constraint record_key"))
                .toList();
        assertEquals(2, keys.size());
        var calls = Database.calls(simulated.messages());
        var rows = Long.toString(simulated.rows());
        assertEquals(
                List.of(rows, "0"),
                database.rows("begin;\n" + String.join("\n", keys) + "\n" + calls + calls + "rollback;\n"));
    }

    private static Received reading(long seq, String values) {
        return received("sandpiper/hut/telemetry/said", body("\"run\":5,\"seq\":" + seq + "," + values));
    }

    private static Received message(String lane, String members) {
        return received("sandpiper/hut/" + lane, body(members));
    }

    private static String body(String members) {
        var text = "{\"ts\":\"2026-11-23T06:15:04.120Z\"," + members + "}";
        assertTrue(JsonParser.parseString(text).isJsonObject());
        return text;
    }

    private static Received received(String topic, String payload) {
        return new Received(0, Instant.EPOCH, topic, payload, false);
    }
}
