package dev.sandpiper.sensors;

/** What a sensor reads or an actuator holds: a decimal number, a count, a yes or no, or a text. */
public sealed interface Value {

    /**
     * A number that can have decimals.
     *
     * @param number finite; the unit is its {@link Quantity}'s
     * @param decimals how many decimals are worth telling, 0 to 9
     */
    record Decimal(double number, int decimals) implements Value {
        public Decimal {
            if (!Double.isFinite(number)) throw new IllegalArgumentException("not a finite number: " + number);
        }

        /** Rounded to {@code decimals}, trailing zeros left out, always at least one decimal: {@code 21.0}. */
        @Override
        public String toString() {
            return DecimalText.of(number, decimals);
        }
    }

    /** A whole number that never has decimals: pulses, seconds, parts per million. */
    record Count(long number) implements Value {
        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /** On or off, open or closed. */
    record Flag(boolean on) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(on);
        }
    }

    /** A text of the device, for example the name of a state. */
    record Text(String text) implements Value {
        @Override
        public String toString() {
            return text;
        }
    }
}
