package dev.sandpiper.agent.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A record's text as the card gets it: its beginning follows from its number and time, and the rest is in half bytes.
 * What does not become shorter stays text. In front stand two bytes for the form and the length of the text, and two to
 * check it, number and time included.
 */
public final class Compact {
    private static final int ALL = 0;
    /** Milliseconds in front of the rest. */
    private static final int WITHOUT_BEGINNING = 1;

    /** Of a digit of the length: with one more, none is zero or part of a larger character, so that SQL can read it. */
    private static final int BASE = 127;

    /** What the higher digit stays below: it shares its byte with the form. */
    private static final int FORM = 63;

    private static final int CHECK = 2;
    private static final int HEADER = CHECK + Short.BYTES;

    /** Milliseconds from 2020 on, for 34 years. */
    private static final int MILLIS = 5;

    private static final long BEGUN = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

    private static final String TS = "{\"ts\":\"";
    private static final int TS_LENGTH = "2026-11-23T06:15:04.120Z".length();
    private static final String END = "}";

    /** How long the text in the column {@code text} is, in bytes. */
    static final String LENGTH = """
            CASE typeof(text) WHEN 'blob' THEN (unicode(CAST(substr(text, 1, 1) AS TEXT)) - 1) %% %d * %d
              + unicode(CAST(substr(text, 2, 1) AS TEXT)) - 1 ELSE octet_length(text) END""".formatted(FORM, BASE);

    private Compact() {}

    /** What goes into the column: bytes, or the text itself where that is no longer. */
    static Object of(String text, long run, long seq) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length >= FORM * BASE) return text;
        var bytes = withoutBeginning(text, run, seq).orElseGet(() -> allOf(utf8));
        bytes.put(0, (byte) (bytes.get(0) * FORM + utf8.length / BASE + 1)).put(1, (byte) (utf8.length % BASE + 1));
        bytes.putShort(CHECK, check(utf8));
        return bytes.capacity() < utf8.length ? bytes.array() : text;
    }

    private static short check(byte[] utf8) {
        var sum = new CRC32();
        sum.update(utf8);
        return (short) sum.getValue();
    }

    private static ByteBuffer allOf(byte[] utf8) {
        var halves = HalfBytes.write(utf8);
        return ByteBuffer.allocate(HEADER + halves.length).put(0, (byte) ALL).put(HEADER, halves);
    }

    private static Optional<ByteBuffer> withoutBeginning(String text, long run, long seq) {
        if (!text.startsWith(TS) || !text.endsWith(END)) return Optional.empty();
        var millis = StampReader.millis(text, TS.length());
        if (millis.isEmpty()) return Optional.empty();
        var since = millis.getAsLong() - BEGUN;
        if (since < 0 || since >> Byte.SIZE * MILLIS > 0) return Optional.empty();
        var beginning = beginning(text.substring(TS.length(), TS.length() + TS_LENGTH), run, seq);
        if (!text.startsWith(beginning) || beginning.length() == text.length()) return Optional.empty();
        var rest = text.substring(beginning.length(), text.length() - END.length());
        var halves = HalfBytes.write(rest.getBytes(StandardCharsets.UTF_8));
        return Optional.of(ByteBuffer.allocate(HEADER + MILLIS + halves.length)
                .put(0, (byte) WITHOUT_BEGINNING)
                .put(HEADER, (byte) (since >> Integer.SIZE))
                .putInt(HEADER + 1, (int) since)
                .put(HEADER + MILLIS, halves));
    }

    private static String beginning(String ts, long run, long seq) {
        return TS + ts + "\",\"run\":" + run + ",\"seq\":" + seq;
    }

    /**
     * The text again.
     *
     * @param column what is in it, text or bytes
     * @throws IllegalArgumentException when it cannot be what was put there
     */
    public static String text(Object column, long run, long seq) {
        if (!(column instanceof byte[] bytes)) return column.toString();
        try {
            var text = text(ByteBuffer.wrap(bytes), run, seq);
            if (check(text.getBytes(StandardCharsets.UTF_8))
                    != ByteBuffer.wrap(bytes).getShort(CHECK)) throw new IllegalArgumentException("its sum is another");
            return text;
        } catch (BufferUnderflowException tooShort) {
            throw new IllegalArgumentException("it ends too soon", tooShort);
        }
    }

    private static String text(ByteBuffer bytes, long run, long seq) {
        var first = bytes.get() - 1;
        var length = first % FORM * BASE + bytes.get() - 1;
        if (first < 0 || first / FORM > WITHOUT_BEGINNING) throw new IllegalArgumentException("no form " + first);
        bytes.position(HEADER);
        var beginning =
                first / FORM == ALL ? "" : beginning(Stamps.text(Instant.ofEpochMilli(millis(bytes))), run, seq);
        var end = first / FORM == ALL ? "" : END;
        var left = length - beginning.length() - end.length();
        if (left < 0) throw new IllegalArgumentException("a length of " + length);
        var rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return beginning + new String(HalfBytes.read(rest, left), StandardCharsets.UTF_8) + end;
    }

    private static long millis(ByteBuffer bytes) {
        return BEGUN
                + ((long) Byte.toUnsignedInt(bytes.get()) << Integer.SIZE)
                + Integer.toUnsignedLong(bytes.getInt());
    }
}
