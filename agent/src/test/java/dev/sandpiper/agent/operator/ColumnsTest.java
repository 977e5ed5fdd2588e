package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Widths by Unicode Standard Annex 11. */
class ColumnsTest {
    @Test
    void wideLettersTakeTwoAndMarksNone() {
        assertEquals(8, Columns.of("21.46 °C"));
        assertEquals(4, Columns.of("温度"));
        assertEquals(2, Columns.of("😀"));
        assertEquals(1, Columns.of("e\u0301"));
    }

    @Test
    void aCutTextFitsAndSaysSo() {
        assertEquals("abc", Columns.cut("abc", 3));
        assertEquals("ab…", Columns.cut("abcd", 3));
        assertEquals("温…", Columns.cut("温度計", 4));
        assertEquals("…", Columns.cut("abcd", 1));
        assertEquals("", Columns.cut("abcd", 0));
    }
}
