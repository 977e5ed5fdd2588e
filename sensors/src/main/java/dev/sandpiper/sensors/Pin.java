package dev.sandpiper.sensors;

/** A pin: one of the Pi, or a line of an expander. Its text is its name for people, behind the word pin. */
public sealed interface Pin {

    /**
     * A pin of the Pi.
     *
     * @param number BCM, 0 to 27
     */
    record Own(int number) implements Pin {
        @Override
        public String toString() {
            return Integer.toString(number);
        }
    }

    /** A line of an expander, numbered from 0. */
    record Line(Hub hub, int number) implements Pin {
        @Override
        public String toString() {
            return hub.id() + "/" + number;
        }
    }
}
