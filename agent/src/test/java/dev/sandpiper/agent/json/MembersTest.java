package dev.sandpiper.agent.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembersTest {

    @Test
    void numbersKeepTheirDigits() {
        var members = Members.of("{\"temperature\":21.0,\"count\":5,\"tiny\":1e-7,\"on\":true,\"none\":null}");
        assertEquals(
                Map.of("temperature", "21.0", "count", "5", "tiny", "1e-7", "on", "true", "none", "null"), members);
        assertEquals(List.of("temperature", "count", "tiny", "on", "none"), List.copyOf(members.keySet()));
    }

    @Test
    void nestedPartsStayJson() {
        var members = Members.of("{ \"air\" : { \"ok\" : true, \"list\" : [ 1.50, \"a\\\"b\", {} ] } }");
        assertEquals("{\"ok\":true,\"list\":[1.50,\"a\\\"b\",{}]}", members.get("air"));
    }

    @Test
    void textsAreShownWithoutQuotes() {
        assertEquals("say \"°C\"", Members.plain("\"say \\\"°C\\\"\""));
        assertEquals("21.50", Members.plain("21.50"));
        assertEquals(List.of("a, b", "c"), Members.texts("[\"a, b\",\"c\"]"));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Members.of("hello"));
        assertThrows(IllegalArgumentException.class, () -> Members.of("{\"a\":"));
        assertThrows(IllegalArgumentException.class, () -> Members.texts("{}"));
    }
}
