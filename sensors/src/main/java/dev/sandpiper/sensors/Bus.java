package dev.sandpiper.sensors;

/** An I2C bus: one of the board's own, or a channel of a multiplexer. Its text is its name for people. */
public sealed interface Bus {

    /** The board's bus it hangs on; what is on one of these shares a wire, and a thread. */
    Own root();

    /**
     * A bus of the board.
     *
     * @param number as in {@code /dev/i2c-1}
     */
    record Own(int number) implements Bus {
        @Override
        public Own root() {
            return this;
        }

        @Override
        public String toString() {
            return "i2c-" + number;
        }
    }

    /** A channel of a multiplexer, which may itself be behind another. */
    record Channel(Hub hub, int number) implements Bus {
        @Override
        public Own root() {
            return hub.bus().root();
        }

        @Override
        public String toString() {
            return hub.id() + "/" + number;
        }
    }
}
