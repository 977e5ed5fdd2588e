package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A terminal that exists only in a test: what is written to it is text. */
class ScreenTest {
    private static final String TOP = "\u001b[H";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Instant now = Fleet.NOW;
    private Paper paper = new Paper(40, 6);

    private Screen screen(Ink ink) {
        var out = new PrintStream(written, false, StandardCharsets.UTF_8);
        return new Screen(out, () -> paper, ink, () -> now);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private int frames() {
        return text().split("\u001b\\[H", -1).length - 1;
    }

    private String frame() {
        return text().substring(text().lastIndexOf(TOP) + TOP.length());
    }

    private void hear(Screen screen, String topic, String payload) {
        for (var heard : new Hearing("sandpiper").of("sandpiper/" + topic, payload.getBytes(StandardCharsets.UTF_8)))
            screen.heard(heard, Roster.Age.LIVE);
    }

    @Test
    void itTakesTheSecondScreenAndGivesTheFirstBack() {
        screen(Ink.NONE).close();
        assertEquals("\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?7h\u001b[?25h\u001b[?1049l", text());
    }

    @Test
    void aFrameClearsWhatWasThereAndEndsNoLineTooMuch() {
        var screen = screen(Ink.NONE);
        screen.connected("mqtts://b");
        assertEquals("mqtts://b  0 devices\u001b[K\r\nnothing heard yet\u001b[K\u001b[J", frame());
    }

    @Test
    void coloursAreThereOnlyWhereTheyAreWanted() {
        var screen = screen(Ink.COLOURS);
        hear(screen, "hut/status", "online");
        screen.connected("mqtts://b");
        assertTrue(frame().contains("\u001b[32m● \u001b[0m"), frame());
        written.reset();
        var plain = screen(Ink.NONE);
        hear(plain, "hut/status", "online");
        plain.connected("mqtts://b");
        assertFalse(frame().contains("\u001b[32m"), frame());
        assertTrue(frame().contains("● hut  online"), frame());
    }

    @Test
    void howeverMuchComesItIsDrawnAFewTimesASecond() {
        var screen = screen(Ink.NONE);
        for (var i = 0; i < 1000; i++) {
            hear(screen, "hut/telemetry/air", "{\"temperature\":" + i + ".0}");
            screen.tick();
            now = now.plusMillis(1);
        }
        assertTrue(frames() >= 3 && frames() <= 5, frames() + " frames");
    }

    @Test
    void whatDidNotChangeIsNotDrawnAgain() {
        var screen = screen(Ink.NONE);
        for (var i = 0; i < 20; i++) {
            screen.tick();
            now = now.plus(Duration.ofSeconds(1));
        }
        assertEquals(1, frames());
    }

    @Test
    void aClockThatIsSetBackDoesNotStopIt() {
        var screen = screen(Ink.NONE);
        screen.tick();
        now = now.minus(Duration.ofDays(1));
        hear(screen, "hut/status", "online");
        screen.tick();
        assertEquals(2, frames());
    }

    @Test
    void itFitsTheTerminalThatItFindsEachTime() {
        var screen = screen(Ink.NONE);
        for (var i = 0; i < 9; i++) hear(screen, "hut-" + i + "/status", "online");
        screen.connected("mqtts://b");
        assertEquals(6, frame().split("\r\n").length);
        paper = new Paper(12, 20);
        screen.connected("mqtts://b");
        // Nine devices under the header, an empty row and five events.
        assertEquals(16, frame().split("\r\n").length);
        assertTrue(frame().startsWith("mqtts://b  …\u001b[K"), frame());
    }

    @Test
    void aLostConnectionStaysInSightUntilThereIsOneAgain() {
        var screen = screen(Ink.NONE);
        screen.connecting("mqtts://b");
        assertTrue(frame().startsWith("connecting to mqtts://b"), frame());
        screen.lost("\u001b]0;evil\u0007 closed");
        screen.connecting("mqtts://b");
        assertTrue(frame().startsWith("?]0;evil? closed"), frame());
        screen.connected("mqtts://b");
        assertTrue(frame().startsWith("mqtts://b"), frame());
    }

    @Test
    void nothingThatWasHeardCommandsTheTerminal() {
        var screen = screen(Ink.NONE);
        hear(screen, "hut/status", "\u001b[2J\u0007\r\n\u009b");
        hear(
                screen,
                "hut/telemetry/air",
                "{\"\\u001bc\":\"\\u001b]52;c;ZXZpbA==\\u0007\",\"error\":\"\\r\\n\\u0008\"}");
        screen.connected("mqtts://b");
        var left = frame().replace("\u001b[K", "").replace("\u001b[J", "").replace("\r\n", "");
        assertTrue(left.chars().noneMatch(c -> c < ' ' || c >= 0x7f && c < 0xa0), left);
    }
}
