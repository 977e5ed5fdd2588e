package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonTest {

    private static String broken(String text) {
        return assertThrows(FlatJson.Malformed.class, () -> FlatJson.read(text)).getMessage();
    }

    @Test
    void readsNumbersFlagsAndTextsInTheirOrder() throws FlatJson.Malformed {
        var values = FlatJson.read(
                        " {\"temperature\" : 21.50,\n\"count\":7,\t\"open\":true,\"mode\":\"eco \\u00e4\\n\\\"\"}\r\n")
                .values();
        assertEquals(List.of("temperature", "count", "open", "mode"), List.copyOf(values.keySet()));
        assertEquals(new Value.Decimal(21.5, 3), values.get("temperature"));
        assertEquals(new Value.Count(7), values.get("count"));
        assertEquals(new Value.Flag(true), values.get("open"));
        assertEquals(new Value.Text("eco ä\n\""), values.get("mode"));
    }

    /** A number that can have decimals shows one, counts never do (contract, section 2). */
    @ParameterizedTest
    @CsvSource({
        "temperature, 21, 21.0",
        "temperature, -0.0625, -0.0625",
        "humidity, 1e1, 10.0",
        "pressure, 1013.25e-1, 101.325",
        "co2, 412, 412",
        "uptime, 86400, 86400",
        "pulses, -3, -3",
        "pulses, 3.0, 3.0",
        "ratio, 0.1234567891234, 0.123456789",
        "energy, 123456789012345.1, 123456789012345.1"
    })
    void aNumberIsToldAsItsNameAsks(String name, String written, String told) throws FlatJson.Malformed {
        assertEquals(
                told,
                FlatJson.read("{\"%s\":%s}".formatted(name, written))
                        .values()
                        .get(name)
                        .toString());
    }

    @Test
    void nullIsNoValue() throws FlatJson.Malformed {
        assertEquals(
                "[level]",
                FlatJson.read("{\"flow\":null,\"level\":1}").values().keySet().toString());
        assertEquals("has no value", broken("{\"flow\":null}"));
        assertEquals("has no value", broken("{ }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "21.5", "[1]", "null", "Reading sensor…", "NaN"})
    void whatIsNoObjectIsRefused(String text) {
        assertEquals("is no JSON object", broken(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1,}",
                "{\"a\":1",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":\"b",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":True}",
                "{,}"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertEquals("is no valid JSON", broken(text));
    }

    @Test
    void whatMeansNothingIsRefused() {
        assertEquals("has something nested in 'a'", broken("{\"a\":{\"b\":1}}"));
        assertEquals("has something nested in 'a'", broken("{\"a\":[1]}"));
        assertEquals("has the name 'a' twice", broken("{\"a\":1,\"a\":1}"));
        assertEquals("has something behind the JSON object", broken("{\"a\":1}\n{\"a\":2}"));
        assertEquals("has a number out of range in 'a'", broken("{\"a\":1e400}"));
        assertEquals("has a number out of range in 'a'", broken("{\"a\":12345678901234567890}"));
        assertEquals("has half a character in 'a'", broken("{\"a\":\"\\ud800\"}"));
        assertEquals("has more than 256 characters in 'a'", broken("{\"a\":\"" + "x".repeat(257) + "\"}"));
        assertEquals(
                "has more than 32 values",
                broken(IntStream.rangeClosed(0, 32)
                        .mapToObj("\"a%d\":1"::formatted)
                        .collect(Collectors.joining(",", "{", "}"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ts", "run", "seq", "clock", "error", "Temperature", "1a", "a-b", "a b", ""})
    void namesThatNoValueMayHaveAreRefused(String name) {
        assertEquals(
                "has the name '%s', which no value may have".formatted(name), broken("{\"%s\":1}".formatted(name)));
    }

    @Test
    void aStrangeNameIsShownInALine() {
        assertEquals("has the name '??[31m', which no value may have", broken("{\"\\n\\u001b[31m\":1}"));
    }

    @Test
    void sixtyFourKibibytesOfEscapesAreRead() {
        assertEquals("has more than 256 characters in 'a'", broken("{\"a\":\"" + "\\n".repeat(32_000) + "\"}"));
        assertEquals("has something nested in 'a'", broken("{\"a\":" + "[".repeat(60_000)));
    }
}
