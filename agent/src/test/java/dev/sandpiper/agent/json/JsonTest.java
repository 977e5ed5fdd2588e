package dev.sandpiper.agent.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void membersKeepTheirOrder() {
        var json = new Json().put("ts", "t").put("run", 1).put("b", true).putNull("a");
        assertEquals("{\"ts\":\"t\",\"run\":1,\"b\":true,\"a\":null}", json.toString());
        assertEquals("\"ts\":\"t\",\"run\":1,\"b\":true,\"a\":null", json.body());
    }

    @Test
    void aNumberThatCanHaveDecimalsAlwaysShowsOneAndACountNever() {
        var reading = new Reading()
                .with("temperature", new Value.Decimal(21, 2))
                .with("humidity", new Value.Decimal(48.10, 2))
                .with("count", new Value.Count(21));
        assertEquals(
                "{\"temperature\":21.0,\"humidity\":48.1,\"count\":21}",
                new Json().putAll(reading).toString());
    }

    @Test
    void aNumberIsNeverWrittenWithAnExponentOrAMinusBeforeZero() {
        assertEquals(
                "{\"a\":12345678901.0}", new Json().put("a", 12345678901.0, 1).toString());
        assertEquals("{\"a\":0.000001}", new Json().put("a", 1e-6, 6).toString());
        assertEquals("{\"a\":0.0}", new Json().put("a", -0.0, 2).toString());
        assertEquals("{\"a\":0.0}", new Json().put("a", -0.001, 2).toString());
    }

    @Test
    void valuesOfEachKindHaveTheirForm() {
        assertEquals("true", Json.of(new Value.Flag(true)));
        assertEquals("-7", Json.of(new Value.Count(-7)));
        assertEquals("0.75", Json.of(new Value.Decimal(0.75, 4)));
        assertEquals("\"half \\\"open\\\"\"", Json.of(new Value.Text("half \"open\"")));
    }

    @Test
    void whatWouldBreakAStringIsEscaped() {
        assertEquals("\"a\\\"b\\\\c\"", Json.quote("a\"b\\c"));
        assertEquals("\"\\n\\r\\t\\b\\f\"", Json.quote("\n\r\t\b\f"));
        assertEquals("\"\\u0000\\u001f\"", Json.quote("\u0000\u001f"));
        assertEquals("\"\\u2028\\u2029\"", Json.quote("\u2028\u2029"));
    }

    @Test
    void eachCharacterIsWrittenAsALibraryWritesIt() {
        for (var character = '\0'; character < 0x3000; character++)
            assertEquals(
                    "a" + character,
                    JsonParser.parseString(Json.quote("a" + character)).getAsString());
    }

    @Test
    void everythingElseStaysAsItIs() {
        assertEquals("\"21 °C <&='/> €😀\"", Json.quote("21 °C <&='/> €😀"));
    }

    @Test
    void listsAndObjectsNest() {
        var sensors = new LinkedHashMap<String, Json>();
        sensors.put("air", new Json().put("ok", true));
        sensors.put("soil", new Json());
        var json = new Json().put("problems", List.of("a", "b\"")).put("sensors", sensors);
        assertEquals(
                "{\"problems\":[\"a\",\"b\\\"\"],\"sensors\":{\"air\":{\"ok\":true},\"soil\":{}}}", json.toString());
        assertEquals("{\"problems\":[]}", new Json().put("problems", List.of()).toString());
    }
}
