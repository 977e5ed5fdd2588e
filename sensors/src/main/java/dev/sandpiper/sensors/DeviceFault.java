package dev.sandpiper.sensors;

/** A device did not do what its datasheet promises. The message is one sentence for an operator, published as it is. */
public final class DeviceFault extends Exception {
    private static final long serialVersionUID = 1;

    /** What can be expected of asking again. */
    public enum Nature {
        /** Bits were lost on the way: the same question, asked again at once, may well be answered. */
        DISTURBED,
        /** Nobody acknowledged. It costs next to nothing to ask again. */
        SILENT,
        /**
         * The controller gave up in the middle: a disturbance, or a line that is held low. Broadcom's does so after
         * 35 ms of a held clock, a Pi 5's when it cannot raise the data line.
         */
        BROKEN_OFF,
        /** The transfer did not end, which held up the whole bus for the kernel's time-out of about 1 s. */
        HELD,
        /** Asking again at once would get the same answer. */
        LASTING
    }

    private final Nature nature;

    /** A fault that lasts. */
    public DeviceFault(String sentence) {
        this(Nature.LASTING, sentence);
    }

    /** A fault that lasts. */
    public DeviceFault(String sentence, Throwable cause) {
        this(Nature.LASTING, sentence, cause);
    }

    public DeviceFault(Nature nature, String sentence) {
        super(sentence);
        this.nature = nature;
    }

    public DeviceFault(Nature nature, String sentence, Throwable cause) {
        super(sentence, cause);
        this.nature = nature;
    }

    /**
     * Data and check sum do not belong together: bits were lost on the way, which asking again may cure.
     *
     * @param port whose data it is
     * @param found the check sum that came, 0x00 to 0xff
     * @param expected the check sum of the data that came
     */
    public static DeviceFault checksum(Board.I2cPort port, int found, int expected) {
        return new DeviceFault(
                Nature.DISTURBED,
                "wrong check sum from %s: found 0x%02x, expected 0x%02x; check wiring, cable length and pull-up resistors"
                        .formatted(port.place(), found, expected));
    }

    /** A driver's defect, told as a fault of its device: nothing else must suffer from it. */
    public static DeviceFault ofDefect(RuntimeException defect) {
        return new DeviceFault("the driver has a defect: " + defect, defect);
    }

    public Nature nature() {
        return nature;
    }
}
