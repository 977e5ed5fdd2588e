package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StampReaderTest {
    @Test
    void whatWasWrittenIsRead() {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++) {
            var instant = Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L));
            assertEquals(OptionalLong.of(instant.toEpochMilli()), StampReader.millis("ab" + Stamps.text(instant), 2));
        }
    }

    @Test
    void whatIsNotWrittenSoIsNone() {
        var random = new Random(2);
        for (var i = 0; i < 10_000; i++) {
            var text = new StringBuilder(Stamps.text(Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L))));
            text.setCharAt(random.nextInt(text.length()), "0123456789-:TZ.a".charAt(random.nextInt(16)));
            assertEquals(written(text.toString()), StampReader.millis(text.toString(), 0), text.toString());
        }
        assertEquals(OptionalLong.empty(), StampReader.millis("2026-11-23T06:15:04.120", 0), "too short");
        assertEquals(
                OptionalLong.empty(), StampReader.millis("2026-11-23T24:00:00.000Z", 0), "the next day's beginning");
    }

    private static OptionalLong written(String text) {
        try {
            var instant = Instant.parse(text);
            return Stamps.text(instant).equals(text) ? OptionalLong.of(instant.toEpochMilli()) : OptionalLong.empty();
        } catch (DateTimeException none) {
            return OptionalLong.empty();
        }
    }
}
