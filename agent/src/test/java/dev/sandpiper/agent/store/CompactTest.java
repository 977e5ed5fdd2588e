package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a record says comes back from the card byte for byte. */
class CompactTest {
    private static final long RUN = 1_483_920_511;
    private static final String READING =
            "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1483920511,\"seq\":42,\"temperature\":-21.46,\"humidity\":48.1}";

    private static final List<String> PIECES = List.of(
            "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1483920511,\"seq\":42",
            "{\"ts\":\"",
            "\",\"run\":",
            ",\"clock\":\"unsynchronised\"",
            ",\"temperature\":21.5",
            "\"state\":true",
            "🌡 größer ",
            "e-7",
            "}",
            "}}",
            "\\u0001",
            "\\\"",
            "0123456789",
            "an error of 28-0000075565ad");

    @TempDir
    private Path folder;

    private static void assertComesBack(String text) {
        assertEquals(text, Compact.text(Compact.of(text, RUN, 42), RUN, 42));
    }

    @Test
    void whatLooksNearlyLikeItsNumberAndTimeComesBackAsItWas() {
        for (var text : List.of(
                READING,
                "",
                "}",
                READING + " ",
                READING.replace("42,", "43,"),
                READING.replace("42,", "042,"),
                READING.replace("1483920511", "1483920512"),
                READING.replace(".120Z", ".12Z"),
                READING.replace("T06", " 06"),
                READING.replace("11-23", "02-30"),
                READING.replace("T06:15", "T24:00"),
                READING.replace("06:15:04", "23:59:60"),
                READING.replace("2026", "9999"),
                READING.replace("2026", "0000"),
                READING.replace("2026", "1969"),
                READING.replace("2026-11-23T06:15:04.120Z", "2019-12-31T23:59:59.999Z"),
                READING.replace("2026-11-23T06:15:04.120Z", "2020-01-01T00:00:00.000Z"),
                READING.replace("2026-11-23T06:15:04.120Z", "2054-11-03T19:53:47.775Z"),
                READING.replace("2026-11-23T06:15:04.120Z", "2054-11-03T19:53:47.776Z"),
                READING.substring(0, READING.indexOf(",\"temp")),
                READING.substring(0, READING.indexOf(",\"temp")) + "}",
                "\"temperature\":21.5")) assertComesBack(text);
    }

    @Test
    void anyTextOfPiecesAndOfCharactersComesBackAsItWas() {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++) {
            assertComesBack(random.ints(random.nextInt(6), 0, PIECES.size())
                    .mapToObj(PIECES::get)
                    .collect(Collectors.joining()));
            assertComesBack(random.ints(random.nextInt(40), 0, 0xD800)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()));
            assertComesBack(random.ints(random.nextInt(40), ' ', 127)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()));
        }
        for (var length : List.of(100, 8_000, 8_001, 8_002, 65_536)) assertComesBack("7".repeat(length));
    }

    // Where a long row goes on in another page, that page would look like a part of the list of free ones.
    @Test
    void zerosDoNotFollowOneAnother() {
        for (var text :
                List.of("0".repeat(100), "a0".repeat(100), "pp,\"temperature\":0,\"temperature\":0".repeat(9))) {
            var zeros = 0;
            for (var one : (byte[]) Compact.of(text, RUN, 42)) {
                zeros = one == 0 ? zeros + 1 : 0;
                assertTrue(zeros < 3, text);
            }
        }
    }

    @Test
    void aReadingTakesAThirdAndWhatWouldTakeMoreStaysText() {
        assertTrue(assertInstanceOf(byte[].class, Compact.of(READING, RUN, 42)).length <= READING.length() / 3);
        assertEquals("größer", Compact.of("größer", RUN, 42));
    }

    /** Cards hold what was written so: another version of the agent has to read it. */
    @Test
    void whatIsOnCardsIsReadForEver() {
        var written = HexFormat.of().parseHex("4061693732a8a44ab8000d32b5700259b2");
        assertEquals(READING, Compact.text(written, RUN, 42));
        assertEquals(
                "4061693732a8a44ab8000d32b5700259b2", HexFormat.of().formatHex((byte[]) Compact.of(READING, RUN, 42)));
    }

    @Test
    void whatIsGarbledIsNotTakenForARecord() {
        var written = (byte[]) Compact.of(READING, RUN, 42);
        for (var bit = 0; bit < 8 * written.length; bit++) {
            var other = written.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(IllegalArgumentException.class, () -> Compact.text(other, RUN, 42), "bit " + bit);
        }
        for (var length = 0; length < written.length; length++) {
            var cut = Arrays.copyOf(written, length);
            assertThrows(IllegalArgumentException.class, () -> Compact.text(cut, RUN, 42));
        }
        assertThrows(IllegalArgumentException.class, () -> Compact.text(written, RUN, 43));
        assertThrows(IllegalArgumentException.class, () -> Compact.text(written, RUN + 1, 42));
    }

    @Test
    void sqlKnowsHowLongTheTextIs() throws SQLException {
        var bench = new StoreBench(folder).start();
        for (var text : List.of("\"temperature\":21.5", "\"größer\":1", "\"text\":\"" + "7".repeat(8_200) + "\""))
            bench.add(Kind.READING, "air", text);
        for (var digits = 120; digits < 140; digits++) bench.add(Kind.REPLY, "pump", "7".repeat(digits));
        bench.pass(2);
        bench.online();
        assertEquals(
                bench.sent.stream()
                        .mapToLong(message -> message.payload().length)
                        .sum(),
                bench.sql("SELECT sum(%s) FROM kept WHERE kind <> 5".formatted(Compact.LENGTH)));
        assertTrue(bench.sql("SELECT count(*) FROM kept WHERE typeof(text) = 'blob'") > 20);
    }
}
