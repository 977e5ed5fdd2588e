package dev.sandpiper.agent.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Text in half bytes: a digit takes one, a frequent letter two, a frequent word or any other byte three. Cards hold what
 * was written so: nothing here may change, and a word can be added behind the last under a new version of the schema.
 */
final class HalfBytes {
    /** Not a digit: three bytes of zeros cannot come of JSON, and no page is taken for a part of the list of free ones. */
    private static final int WORD = 0;

    private static final int SINGLES = 1;
    private static final String SINGLE = "0123456789.\"-";
    private static final int LETTER = 14;
    private static final int BYTE = 15;

    private static final String LETTERS = "aeiorntslcdumh_ ";

    /** Of values, as the contract has them, and of other members. */
    private static final List<String> NAMES = Stream.of(
                    "temperature dew_point humidity pressure illuminance voltage shunt_voltage current power energy co2 voc_index",
                    "distance frequency count rate state level weight flow rain wind_speed pm1 pm2_5 pm10 resistance load",
                    "acceleration_x acceleration_y acceleration_z angular_velocity_x angular_velocity_y angular_velocity_z",
                    "magnetic_x magnetic_y magnetic_z memory_used disk_used uptime signal gas_resistance",
                    "value cause error id result reason run seq from to dropped ids duplicate")
            .flatMap(names -> Stream.of(names.split(" ")))
            .toList();

    private static final List<String> OTHERS = List.of(
            ",\"",
            "\":",
            "\":\"",
            "\",\"",
            "{\"",
            "\"}",
            "true",
            "false",
            "null",
            "{\"ts\":\"2",
            ",\"ts\":\"2",
            ",\"clock\":\"unsynchronised\"",
            "\"start\"",
            "\"command\"",
            "\"revert\"",
            "\"rule\"",
            "\"link-loss\"",
            "\"max-on\"",
            "\"interlock\"",
            "\"shutdown\"",
            "\"fault\"",
            "\"local\"",
            "\"done\"",
            "\"rejected\"",
            "\"expired\"",
            "\"failed\"",
            "\"full\"",
            "\"interrupted\"",
            "\"damaged\"",
            ":00.000Z\"",
            "Z\"");

    /** The place of a word is its code. */
    private static final byte[][] WORDS = Stream.of(
                    NAMES.stream().map(name -> ",\"" + name + "\":"),
                    NAMES.stream().map(name -> "\"" + name + "\":"),
                    OTHERS.stream())
            .flatMap(words -> words)
            .map(word -> word.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    /** By their first byte, the longest first. */
    private static final int[][] BEGINNING_WITH = IntStream.range(0, 128)
            .mapToObj(first -> IntStream.range(0, WORDS.length)
                    .filter(word -> WORDS[word][0] == first)
                    .boxed()
                    .sorted(Comparator.comparing(word -> -WORDS[word].length))
                    .mapToInt(Integer::intValue)
                    .toArray())
            .toArray(int[][]::new);

    private final byte[] halves;
    private int next;

    private HalfBytes(byte[] halves) {
        this.halves = halves;
    }

    static byte[] write(byte[] text) {
        var written = new HalfBytes(new byte[3 * text.length + 1]);
        for (var at = 0; at < text.length; ) at += written.add(text, at);
        var bytes = new byte[(written.next + 1) / 2];
        for (var at = 0; at < bytes.length; at++)
            bytes[at] = (byte) (written.halves[2 * at] << 4 | written.halves[2 * at + 1]);
        return bytes;
    }

    // How many bytes it took.
    private int add(byte[] text, int at) {
        var word = word(text, at);
        if (word < 0) add(text[at]);
        else add(WORD, word >> 4, word & 15);
        return word < 0 ? 1 : WORDS[word].length;
    }

    private void add(byte one) {
        if (SINGLE.indexOf(one) >= 0) add(SINGLES + SINGLE.indexOf(one));
        else if (LETTERS.indexOf(one) >= 0) add(LETTER, LETTERS.indexOf(one));
        else add(BYTE, one >> 4 & 15, one & 15);
    }

    private void add(int... values) {
        for (var value : values) halves[next++] = (byte) value;
    }

    private static int word(byte[] text, int at) {
        if (text[at] >= 0)
            for (var word : BEGINNING_WITH[text[at]]) {
                var end = at + WORDS[word].length;
                if (end <= text.length && Arrays.equals(text, at, end, WORDS[word], 0, WORDS[word].length)) return word;
            }
        return -1;
    }

    /** @throws IllegalArgumentException when it is not what {@link #write} makes of so many bytes */
    static byte[] read(byte[] bytes, int length) {
        var halves = new byte[2 * bytes.length];
        for (var at = 0; at < halves.length; at++) halves[at] = (byte) (bytes[at / 2] >> (at % 2 == 0 ? 4 : 0) & 15);
        var written = new HalfBytes(halves);
        var text = new byte[length];
        for (var at = 0; at < length; ) {
            var part = written.part();
            if (part.length > length - at) throw new IllegalArgumentException("more than " + length + " bytes");
            System.arraycopy(part, 0, text, at, part.length);
            at += part.length;
        }
        if (written.next + 1 < halves.length) throw new IllegalArgumentException("more than " + length + " bytes");
        return text;
    }

    private byte[] part() {
        var what = half();
        return switch (what) {
            case WORD -> word(half() << 4 | half());
            case LETTER -> new byte[] {(byte) LETTERS.charAt(half())};
            case BYTE -> new byte[] {(byte) (half() << 4 | half())};
            default -> new byte[] {(byte) SINGLE.charAt(what - SINGLES)};
        };
    }

    private static byte[] word(int code) {
        if (code >= WORDS.length) throw new IllegalArgumentException("no word " + code);
        return WORDS[code];
    }

    private int half() {
        if (next == halves.length) throw new IllegalArgumentException("it ends too soon");
        return halves[next++];
    }
}
