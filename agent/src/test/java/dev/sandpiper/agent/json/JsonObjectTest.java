package dev.sandpiper.agent.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.JsonObject.Malformed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    private static String complaint(String text) {
        return assertThrows(Malformed.class, () -> JsonObject.parse(text), text).getMessage();
    }

    @Test
    void membersAreReadByTypeAndAnotherTypeIsAbsent() throws Malformed {
        var object = JsonObject.parse("{\"text\":\"a\",\"number\":1.5,\"flag\":true,\"none\":null,\"list\":[1,\"x\"]}");
        assertEquals(Optional.of("a"), object.text("text"));
        assertEquals(Optional.empty(), object.text("number"));
        assertEquals(Optional.of(1.5), object.get("number", Double.class));
        assertEquals(Optional.of(true), object.get("flag", Boolean.class));
        assertEquals(List.of(1.0, "x"), object.members().get("list"));
        assertTrue(object.has("none"));
        assertEquals(Optional.empty(), object.text("none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'x'}",
                "{\"a\"=1}",
                "{\"a\":1;\"b\":2}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":0x10}",
                "{\"a\":NaN}",
                "{\"a\":-Infinity}",
                "{\"a\":tru}",
                "{\"a\":TRUE}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"unclosed}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":1} {}",
                "{\"a\":1}x",
                "{\"a\":1},",
                "[1]",
                "1",
                "\"a\"",
                "true",
                "null",
                "/**/{\"a\":1}",
                "{\"a\":1} // end",
                "{\"a\":1e99999999999}",
                "\uFEFF\uFEFF{\"a\":1}"
            })
    void whatIsNoStrictJsonObjectIsMalformed(String text) {
        assertFalse(complaint(text).isEmpty());
    }

    @Test
    void aKeyThatComesTwiceIsMalformedAlsoInsideAndHoweverItIsWritten() {
        assertEquals("has the key \"a\" twice", complaint("{\"a\":1,\"a\":1}"));
        assertEquals("has the key \"a\" twice", complaint("{\"a\":1,\"\\u0061\":2}"));
        assertEquals("has the key \"b\" twice", complaint("{\"a\":{\"b\":1,\"b\":2}}"));
    }

    @Test
    void numbersOutOfRangeAreMalformed() {
        assertEquals("has a number out of range: 1e999", complaint("{\"a\":1e999}"));
        assertEquals("has a number out of range: -1e309", complaint("{\"a\":-1e309}"));
        assertEquals("has a number of more than 100 characters", complaint("{\"a\":" + "9".repeat(101) + "}"));
    }

    @Test
    void aNumberTooSmallToBeToldFromZeroIsZero() throws Malformed {
        assertEquals(Optional.of(0.0), JsonObject.parse("{\"a\":1e-999999999}").get("a", Double.class));
    }

    @Test
    void eightLevelsAreReadAndNoMore() throws Malformed {
        assertTrue(JsonObject.parse("{\"a\":".repeat(7) + "{}" + "}".repeat(7)).has("a"));
        assertEquals("is nested too deeply", complaint("{\"a\":".repeat(8) + "{}" + "}".repeat(8)));
        assertEquals("is nested too deeply", complaint("{\"a\":" + "[".repeat(4000) + "]".repeat(4000) + "}"));
        assertEquals("is nested too deeply", complaint("{\"a\":".repeat(1600)));
    }

    @Test
    void halfACharacterIsMalformedBecauseItCouldNotBeSentBack() {
        assertEquals("is no valid JSON", complaint("{\"id\":\"\\ud83d\"}"));
        assertEquals("is no valid JSON", complaint("{\"a\":[{\"b\":\"x\\ude00y\"}]}"));
        assertEquals("is no valid JSON", complaint("{\"\\ud83d\":1}"));
    }

    @Test
    void aCharacterWrittenAsTwoEscapesIsOne() throws Malformed {
        assertEquals(
                Optional.of("😀"),
                JsonObject.parse("{\"a\":\"\\ud83d\\ude00\"}").text("a"));
    }

    @Test
    void equalObjectsHaveTheSameCanonicalTextHoweverTheyWereWritten() throws Malformed {
        var one = JsonObject.parse("{\"id\":\"a\",\"value\":1,\"x\":{\"p\":null,\"q\":[true,\"é\"]}}");
        var same = JsonObject.parse(
                " { \"x\": {\"q\":[ true , \"\\u00e9\"], \"p\":null}, \"value\":1.0e0, \"id\":\"a\" } ");
        assertEquals(one.canonical(), same.canonical());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":2}",
                "{\"a\":\"1\"}",
                "{\"b\":1}",
                "{\"a\":1,\"b\":null}",
                "{\"a\":[1]}",
                "{\"a\":{\"a\":1}}",
                "{}",
                "{\"a\":true}",
                "{\"a\\\":1,\\\"b\":1}"
            })
    void differentObjectsHaveDifferentCanonicalTexts(String other) throws Malformed {
        assertNotEquals("{\"a\":1.0}", JsonObject.parse(other).canonical());
    }
}
