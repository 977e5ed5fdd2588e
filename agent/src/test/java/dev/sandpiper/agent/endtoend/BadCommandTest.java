package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that must not be carried out are answered {@code rejected}, and nothing else happens: contract section 3. */
class BadCommandTest {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentWithActuators() {
        site = Site.in(folder, """
                actuators:
                  - { id: reused, type: gpio-output, pin: 5 }
                  - { id: strict, type: gpio-output, pin: 9, require: [id, expires] }
                  - { id: spared, type: gpio-output, pin: 11 }
                """).start();
        Eventually.until("all are requested", () -> !site.agent().levels(11).isEmpty());
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void theSameIdWithOtherContentIsRejected() {
        site.ask("reused", "{\"id\":\"a\",\"value\":true}");
        var other = site.ask("reused", "{\"id\":\"a\",\"value\":false}");
        assertRejected(other);
        assertEquals("a", text(other, "id"));
        assertEquals(List.of("low", "high"), site.agent().levels(5));
    }

    @Test
    void anUnknownNameIsAnsweredUnderItsNameAndAnImpossibleOneByTheAgent() {
        var unknown = site.ask("fountain", "{\"id\":\"u\",\"value\":true}");
        assertRejected(unknown);
        assertTrue(text(unknown, "reason").contains("fountain"), unknown.toString());
        assertRejected(site.ask("Fountain!", "{\"id\":\"v\",\"value\":true}", "agent"));
    }

    @Test
    void nonsenseIsRejectedAndNothingElseHappens() {
        for (var payload : List.of(
                "{\"id\":\"x1\",\"value\":true",
                "{\"id\":\"x2\",\"value\":true,\"value\":false}",
                "{\"id\":\"x3\",\"value\":NaN}",
                "{\"id\":\"x4\",\"value\":1e999}",
                "{\"id\":\"x5\",\"value\":2}",
                "{\"id\":\"x6\",\"value\":null}",
                "{\"id\":\"x7\",\"value\":{}}",
                "{\"id\":\"x8\",\"value\":\"maybe\"}",
                "{\"id\":\"x9\"}",
                "{\"id\":\"x10\",\"value\":true,\"fro\":\"30s\"}",
                "{\"id\":\"x11\",\"value\":true,\"for\":\"soon\"}",
                "{\"id\":\"x12\",\"value\":true,\"for\":\"0s\"}",
                "{\"id\":\"x13\",\"value\":true,\"expires\":\"tomorrow\"}",
                "{\"id\":14,\"value\":true}",
                "{\"id\":\"\",\"value\":true}",
                "{\"id\":\"" + "y".repeat(65) + "\",\"value\":true}",
                "{\"id\":\"x15\",\"value\":true} {}",
                "{'id':'x16','value':true}",
                "[true]",
                "null",
                "NaN",
                "perhaps",
                "{".repeat(5000),
                "{\"id\":\"x17\",\"value\":" + "[".repeat(3000) + "]".repeat(3000) + "}"))
            assertRejected(site.ask("spared", payload));
        assertEquals(List.of("low"), site.agent().levels(11));
        assertEquals(1, site.on("state/spared").size());
    }

    @Test
    void aReplyToNonsenseNamesItsIdWhereOneCanBeRead() {
        assertEquals("n1", text(site.ask("spared", "{\"id\":\"n1\",\"value\":\"maybe\"}"), "id"));
        assertEquals("n2", text(site.ask("spared", "{\"id\":\"n2\",\"value\":true,\"fro\":\"30s\"}"), "id"));
    }

    @Test
    void aHugeOrBinaryPayloadIsRejectedAndTheConnectionStays() throws IOException {
        var huge =
                Files.writeString(folder.resolve("huge"), "{\"value\":true,\"pad\":\"" + "z".repeat(1_000_000) + "\"}");
        assertRejected(askWithFile(huge));
        var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertRejected(askWithFile(binary));
        assertEquals(List.of("low"), site.agent().levels(11));
        assertEquals(1, site.recorder().on("sandpiper/hut/status").size());
    }

    private static JsonObject askWithFile(Path file) {
        var line = site.broker()
                .clientLine("mosquitto_pub", "-q", "1", "-t", "sandpiper/hut/command/spared", "-f", file.toString());
        return site.answerTo(() -> Command.run(line), "spared");
    }

    @Test
    void whatAnActuatorRequiresIsRequiredExceptOnTheWayToItsSafeValue() {
        assertRejected(site.ask("strict", "on"));
        assertRejected(site.ask("strict", "{\"id\":\"s1\",\"value\":true}"));
        assertEquals(List.of("low"), site.agent().levels(9));
        var ahead = Instant.now().plusSeconds(300);
        var full = site.ask("strict", "{\"id\":\"s2\",\"value\":true,\"expires\":\"" + ahead + "\"}");
        assertEquals("done", text(full, "result"));
        assertEquals("done", text(site.ask("strict", "off"), "result"));
        assertEquals(List.of("low", "high", "low"), site.agent().levels(9));
    }

    @Test
    void aRetainedCommandFoundAtASubscriptionIsRejectedOnceAndNeverExecuted() {
        try (var other =
                Site.in(folder.resolve("other"), "actuators: [ { id: pump, type: gpio-output, pin: 22 } ]\n")) {
            other.broker().publish("sandpiper/hut/command/pump", "{\"id\":\"r\",\"value\":true}", "-r");
            other.start();
            var reply = other.reply("pump", "r");
            assertRejected(reply);
            assertTrue(text(reply, "reason").contains("retained"), reply.toString());
            reconnect(other);
            other.agent().terminate();
            other.start();
            assertEquals("done", text(other.ask("pump", "off"), "result"));
            assertEquals(
                    2, other.onceOn("reply/pump").size(), other.on("reply/pump").toString());
            assertFalse(other.agent().levels(22).contains("high"));
        }
    }

    private static void reconnect(Site site) {
        var before = site.agent().logLinesWith("connected to").size();
        site.broker().stop();
        site.broker().start();
        Eventually.until(
                "it is connected again",
                () -> site.agent().logLinesWith("connected to").size() > before);
        site.ask("agent", "{\"id\":\"back\",\"do\":\"ping\"}");
    }

    private static void assertRejected(JsonObject reply) {
        assertEquals("rejected", text(reply, "result"), reply.toString());
        assertFalse(text(reply, "reason").isBlank(), reply.toString());
        assertFalse(reply.has("value"), reply.toString());
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}
