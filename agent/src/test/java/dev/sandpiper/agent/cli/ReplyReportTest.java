package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.operator.Reply;
import dev.sandpiper.agent.operator.Sending.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplyReportTest {
    private static ReplyReport report(String name, String reply) {
        return new ReplyReport(name, new Answer(new Reply(Members.of(reply)), Duration.ofMillis(48)));
    }

    @Test
    void whatWasDoneIsOneLineWithTheTimeItTook() {
        assertEquals(
                "pump: on (done after 48 ms)",
                report("pump", "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":true}")
                        .text());
        assertEquals(
                "fan: 0.75 (done after 48 ms)",
                report("fan", "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":0.75}")
                        .text());
    }

    @Test
    void whatAnAgentCommandAskedForStandsBelow() {
        assertEquals(
                "agent: done after 48 ms\n  temperature 21.460\n  error ?[2J",
                report("agent", "{\"result\":\"done\",\"data\":{\"temperature\":21.460,\"error\":\"\\u001b[2J\"}}")
                        .text());
        assertEquals(
                "agent: done after 48 ms",
                report("agent", "{\"result\":\"done\"}").text());
        assertEquals(
                "agent: done after 48 ms\n[1]",
                report("agent", "{\"result\":\"done\",\"data\":[1]}").text());
    }

    @Test
    void dataOfAnotherShapeIsShownAsItIs() {
        for (var data :
                new String[] {"7", "[1]", "{\"ok\":1,\"problems\":7}", "{\"ok\":1,\"problems\":[],\"uptime\":{}}"})
            assertEquals(
                    "agent: done after 48 ms\n" + data,
                    report("agent", "{\"result\":\"done\",\"data\":" + data + "}")
                            .text());
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        var now = Instant.parse("2026-11-23T06:15:05Z");
        assertEquals(
                "pump: rejected: interlocked with ?lamp",
                report("pump", "{\"result\":\"rejected\",\"reason\":\"interlocked with \\u0007lamp\"}")
                        .refusal(now));
        assertEquals(
                "pump: no result: the device gave no reason",
                report("pump", "{}").refusal(now));
    }

    @Test
    void whereClocksDifferThatExplainsWhyACommandHadExpired() {
        var reply = "{\"result\":\"expired\",\"reason\":\"too late\",\"ts\":\"2026-11-23T06:16:05.000Z\"}";
        var same = Instant.parse("2026-11-23T06:16:04Z");
        assertEquals("pump: expired: too late", report("pump", reply).refusal(same));
        assertEquals(
                "pump: expired: too late; its clock is 60 seconds ahead of this one",
                report("pump", reply).refusal(same.minusSeconds(59)));
        assertEquals(
                "pump: expired: too late; its clock is 59 seconds behind this one",
                report("pump", reply).refusal(same.plusSeconds(60)));
    }
}
