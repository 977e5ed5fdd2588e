package dev.sandpiper.agent.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTest {
    private static final String FRAME = "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1483920511,\"seq\":4321,";

    private final Payloads payloads = new Payloads("greenhouse-1", Format.PLAIN);

    private static String record(String members) {
        return FRAME + Format.PLAIN.marked(members) + "}";
    }

    @Test
    void aReadingIsAMessageForEachValueAndNothingElse() {
        assertEquals(
                List.of(
                        new Part("temperature", "21.46"),
                        new Part("open", "true"),
                        new Part("event", "long \"press\"")),
                payloads.reading(
                        "air", record("\"temperature\":21.46,\"open\":true,\"event\":\"long \\\"press\\\"\"")));
        assertEquals(
                List.of(new Part("temperature", "21.46")),
                payloads.reading("air", record("\"clock\":\"unsynchronised\",\"temperature\":21.46")));
    }

    @Test
    void anErrorHasATopicOfItsOwn() {
        assertEquals(
                List.of(new Part("error", "no acknowledgement")),
                payloads.reading("air", record("\"error\":\"no acknowledgement\"")));
    }

    @Test
    void aStateIsItsValue() {
        assertEquals(
                List.of(new Part(Part.WHOLE, "0.75")),
                payloads.state("fan", record("\"value\":0.75,\"cause\":\"command\",\"command\":\"7f3a\"")));
    }

    @Test
    void whatIsLateIsTheWholeRecordInJson() {
        var record = record("\"temperature\":21.46");
        var json = FRAME + "\"temperature\":21.46}";
        assertEquals(json, payloads.late("air", record));
        assertEquals("{\"readings\":[" + json + "]}", payloads.late("air", List.of(record)));
    }
}
