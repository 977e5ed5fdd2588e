package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Section;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A number as some bytes of an answer have it.
 *
 * @param first index of its first byte
 * @param last index of its last byte
 * @param as one of {@link #NAMES}
 * @param shift how many bits below it mean nothing
 * @param summed whether each third byte of the answer is a check sum, which is left out
 */
record RawNumber(int first, int last, String as, int shift, boolean summed) {
    private static final int MOST_BYTES = 4;
    private static final String FLOAT = "float";

    static final List<String> NAMES = List.of(
            "unsigned",
            "int8",
            "uint8",
            "int16",
            "uint16",
            "int24",
            "uint24",
            "int32",
            "uint32",
            "int16le",
            "uint16le",
            "int24le",
            "uint24le",
            "int32le",
            "uint32le",
            "float32",
            "float32le");

    /** From the options {@code bytes}, {@code as} and {@code shift}. */
    static RawNumber of(Section value, boolean summed) {
        var ends = value.text("bytes").split("-");
        return new RawNumber(
                Integer.parseInt(ends[0]),
                Integer.parseInt(ends[ends.length - 1]),
                value.text("as"),
                value.whole("shift"),
                summed);
    }

    /** Whether {@code as} is a floating point number, which has no step of its own. */
    static boolean floats(Section value) {
        return value.text("as").startsWith(FLOAT);
    }

    /** Why it cannot be taken from so many bytes. */
    Optional<String> problem(int length) {
        if (last < first) return Optional.of("it ends before it begins; write the lower number first");
        if (last >= length)
            return Optional.of(
                    "byte %d is beyond the %d that are read, which count from 0; correct one".formatted(last, length));
        if (isSum(first) || isSum(last))
            return Optional.of("byte %d is a check sum (as 2, 5, 8 and so on); leave it out"
                    .formatted(isSum(first) ? first : last));
        var count = indexes().length;
        if (count == size().orElse(Math.min(count, MOST_BYTES))) return Optional.empty();
        return Optional.of("found %d bytes, expected %s for %s; correct one"
                .formatted(count, size().map(String::valueOf).orElse("up to " + MOST_BYTES), as));
    }

    private boolean isSum(int index) {
        return summed && index % 3 == 2;
    }

    private int[] indexes() {
        return IntStream.rangeClosed(first, last).filter(index -> !isSum(index)).toArray();
    }

    /** How many bytes {@code as} takes; empty where it takes any count. */
    private Optional<Integer> size() {
        var bits = as.replaceAll("\\D", "");
        return bits.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(bits) / 8);
    }

    /** The number in the bytes of an answer. */
    double in(byte[] bytes) {
        var at = indexes();
        var raw = 0L;
        for (var i = 0; i < at.length; i++)
            raw = raw << 8 | bytes[at[as.endsWith("le") ? at.length - 1 - i : i]] & 0xFF;
        if (as.startsWith(FLOAT)) return Float.intBitsToFloat((int) raw);
        var unused = Long.SIZE - 8 * at.length;
        var number = as.startsWith("int") ? raw << unused >> unused : raw;
        return number >> shift;
    }
}
