package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.operator.Ink;
import dev.sandpiper.agent.operator.Paper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void theSizeIsWhatTheTerminalSaysElseWhatTheShellSaysElseTheUsual() {
        var shell = Map.of("COLUMNS", "132", "LINES", "50");
        assertEquals(new Paper(100, 30), Terminal.size("30 100\n", shell));
        assertEquals(new Paper(132, 50), Terminal.size("0 0\n", shell));
        assertEquals(new Paper(132, 50), Terminal.size("", shell));
        assertEquals(new Paper(80, 24), Terminal.size("stty: what?", Map.of("COLUMNS", "-1", "LINES", "many")));
    }

    @Test
    void whereTheCursorCannotBeMovedNoTableIsDrawn() {
        assertTrue(Terminal.draws(Map.of("TERM", "xterm-256color")));
        assertFalse(Terminal.draws(Map.of("TERM", "dumb")));
        assertFalse(Terminal.draws(Map.of()));
    }

    @Test
    void whoWantsNoColoursGetsNone() {
        assertEquals(Ink.NONE, Terminal.ink(Map.of("NO_COLOR", "1")));
        assertEquals(Ink.COLOURS, Terminal.ink(Map.of("NO_COLOR", "")));
        assertEquals(Ink.COLOURS, Terminal.ink(Map.of()));
    }
}
