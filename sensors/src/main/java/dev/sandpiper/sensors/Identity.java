package dev.sandpiper.sensors;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a chip is told from others at its address: by questions that change nothing in it, and nothing in a stranger that is
 * asked in its place. A pointer of one byte, and a read behind it, is such a question for every chip with registers, and
 * a command unknown to a chip with commands; more bytes would be a setting for somebody.
 *
 * @param proof what it proves when all marks are right
 * @param marks asked in this order, up to the first that is wrong
 */
public record Identity(Proof proof, List<Mark> marks) {

    /** What right answers mean. */
    public enum Proof {
        /** The registers are there to say which chip it is. */
        NAMED,
        /** The chip holds what it holds after power-on, in registers that are rarely changed. */
        AS_AFTER_POWER_ON
    }

    /** One question and its right answer. */
    public sealed interface Mark {}

    /**
     * A register, most significant byte first.
     *
     * @param mask the bits that tell
     * @param value what they are
     */
    public record Register(int pointer, int length, long mask, long value) implements Mark {
        /** The bits that tell, in what was read. */
        public long told(byte[] bytes) {
            var number = 0L;
            for (var each : bytes) number = number << 8 | each & 0xFF;
            return number & mask;
        }
    }

    /**
     * The answer to a command of one byte.
     *
     * @param time how long the chip takes
     * @param right whether these bytes are an answer of this chip
     * @param about for people: {@code its serial number has right check sums}
     */
    public record Answer(int command, Duration time, int length, Predicate<byte[]> right, String about)
            implements Mark {}

    /** Registers that are there to say which chip it is. */
    public static Identity named(Mark... marks) {
        return new Identity(Proof.NAMED, List.of(marks));
    }

    /** Registers that are rarely changed. */
    public static Identity asAfterPowerOn(Mark... marks) {
        return new Identity(Proof.AS_AFTER_POWER_ON, List.of(marks));
    }

    /** A register of one byte. */
    public static Mark byteAt(int pointer, int value) {
        return new Register(pointer, 1, 0xFF, value);
    }

    /** A register of two bytes. */
    public static Mark wordAt(int pointer, int value) {
        return wordAt(pointer, 0xFFFF, value);
    }

    /** Some bits of a register of two bytes. */
    public static Mark wordAt(int pointer, int mask, int value) {
        return new Register(pointer, 2, mask, value);
    }
}
