package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.json.Members;
import org.junit.jupiter.api.Test;

/** Nothing that others send may command a terminal, or show what is not there. */
class ShownTest {
    @Test
    void whatIsNoVisibleCharacterIsAQuestionMark() {
        assertEquals("?[31mred?]0;title??", Shown.text("\u001b[31mred\u001b]0;title\u0007\u009b"));
        assertEquals("a?b?c?d", Shown.text("a\rb\nc\u0000d"));
        assertEquals("?evil?x?", Shown.text("\u202eevil\u200bx\ud800"));
        assertEquals("21.46 °C, µg/m³, 温度, 😀", Shown.text("21.46 °C, µg/m³, 温度, 😀"));
    }

    @Test
    void inJsonTheSameAreEscapedAndSoNotLost() {
        var hostile = "{\"reason\":\"\u009b2J\u202e\udbff\udfff\"}";
        var shown = Shown.json(hostile);
        assertEquals("{\"reason\":\"\\u009b2J\\u202e\\udbff\\udfff\"}", shown);
        assertEquals(Members.of(hostile), Members.of(shown));
    }

    @Test
    void onAndOffAreWhatPeopleSay() {
        assertEquals("on", Shown.value("true"));
        assertEquals("off", Shown.value("false"));
        assertEquals("0.75", Shown.value("0.75"));
    }
}
