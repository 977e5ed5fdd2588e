package dev.sandpiper.agent.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders try who mean harm, or have a bad library: the table in docs/operating.md. */
class HostileCommandTest extends DeskBench {

    private static String until(String expires) {
        return "{\"id\":\"%s\",\"value\":true,\"expires\":\"%1$s\"}".formatted(expires);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"value\":1e400}",
                "{\"id\":\"a\",\"value\":-0.0000001}",
                "1e400",
                "-Infinity",
                "NaN",
                "\uFEFFtrue",
                "\uFEFF{\"value\":true}",
                "true\u0000",
                "\u0000",
                "{\"id\":\"\\ud800\",\"value\":true}",
                "{\"id\":\"a\",\"id\":\"a\",\"value\":true}",
                "{\"id\":\"a\",\"value\":true,\"__proto__\":{}}",
                "{\"id\":\"a\",\"value\":true}{\"id\":\"b\",\"value\":true}"
            })
    void isAnsweredRejectedAndNothingActs(String payload) {
        arrives("pump", payload);
        assertTrue(answer().contains("result:rejected"), answer());
        assertTrue(answer().length() < 200, answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void aNumberOfAHundredThousandDigitsIsNotReadAtAll() {
        arrives("pump", "{\"value\":" + "9".repeat(100_000) + "}");
        assertEquals("pump {result:rejected,reason:more than the 8192 bytes that are read}", answer());
    }

    @ParameterizedTest
    @CsvSource({"pump, true", "agent, '{\"do\":\"ping\"}'"})
    void aByteOrderMarkIsNamedSinceNobodySeesIt(String name, String payload) {
        arrives(name, "\uFEFF" + payload);
        assertEquals(
                name + " {result:rejected,reason:the payload begins with a byte order mark; send it without}",
                answer());
    }

    @Test
    void anyByteAloneIsAnswered() {
        for (var octet = 0; octet < 256; octet++)
            desk.arrived(new Arrival("pump", new byte[] {(byte) octet}, false, Optional.empty(), () -> {}));
        bench.settle();
        bench.acknowledgeAll();
        assertEquals(256, answers().size());
    }

    @Test
    void anIdWithANulIsAnotherThanTheOneWithout() {
        arrives("pump", ON);
        arrives("pump", "{\"id\":\"a\\u0000\",\"value\":true}");
        restart();
        arrives("pump", "{\"id\":\"a\\u0000b\",\"value\":true}");
        assertTrue(answer().contains("result:done"), answer());
        assertEquals(1, carried.size());
    }

    @Test
    void bytesThatAreNoTextAreNoIdEither() {
        var bytes = "{\"id\":\"\u00e9\",\"value\":true}".getBytes(ISO_8859_1);
        desk.arrived(new Arrival("pump", bytes, false, Optional.empty(), () -> {}));
        bench.settle();
        assertEquals("pump {result:rejected,reason:the payload is not UTF-8 text}", answer());
    }

    @ParameterizedTest
    @CsvSource({
        "9999-12-31T23:59:59-23:59, done",
        "2026-11-23T06:00:00.000000001Z, done",
        "2026-11-24T05:59:01+23:59, done",
        "2026-11-24T05:59:00+23:59, expired",
        "2026-11-22T23:59:60Z, expired",
        "2026-11-23T23:59:60Z, done",
        "2026-11-23T06:00:60Z, rejected",
        "0000-01-01T00:00:00+23:59, expired",
        "2026-11-23T06:00:01+24:00, rejected",
        "99999-01-01T00:00:00Z, rejected"
    })
    void aTimeAtTheEdgeIsJudgedAsWritten(String expires, String result) {
        arrives("pump", until(expires));
        assertTrue(answer().contains("result:" + result), answer());
    }

    @Test
    void aClockThatIsSetBackByNobodyWhoKnowsRevivesNothing() {
        arrives("pump", until("2026-11-23T06:00:10Z"));
        bench.pass(11);
        bench.time.set(Duration.ofDays(-1));
        arrives("pump", "{\"id\":\"late\",\"value\":true,\"expires\":\"2026-11-23T06:00:10Z\"}");
        assertTrue(answer().contains("result:expired"), answer());
        assertEquals(1, carried.size());
    }

    @Test
    void aClockThatJumpsWhileTheOutputIsBusyChangesNothingOfTheAnswer() {
        stuck = true;
        arrives("pump", until("2026-11-23T06:00:10Z"));
        bench.time.misinform(Duration.ofDays(365));
        desk.run();
        carried.getFirst().told().accept(new Outcome.Done(Relay.ON));
        bench.settle();
        assertTrue(answer().contains("result:done"), answer());
    }
}
