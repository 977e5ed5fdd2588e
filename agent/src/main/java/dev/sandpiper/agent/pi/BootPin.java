package dev.sandpiper.agent.pi;

import java.util.List;
import java.util.Optional;

/**
 * A pin as the firmware leaves it to Linux.
 *
 * @param byFile whether config.txt says anything of it
 */
record BootPin(Function function, boolean high, Pull pull, boolean byFile) {
    /**
     * Broadcom, BCM2835 ARM Peripherals, table 6-31: GPIO 0 to 8 are pulled up, 9 to 27 down. The BCM2711 has the
     * same; RP1 of a Pi 5 too, as its {@code pinctrl get} shows where nothing is set up (raspberrypi/linux, issue 6347).
     */
    private static final int LAST_PULLED_UP = 8;

    /** What it is used as. */
    enum Function {
        INPUT,
        OUTPUT,
        /** Of an interface: I2C, SPI and so on. */
        OTHER
    }

    /** The resistor inside the chip. */
    enum Pull {
        UP,
        DOWN,
        NONE
    }

    static BootPin atPowerOn(int number) {
        return new BootPin(Function.INPUT, false, number <= LAST_PULLED_UP ? Pull.UP : Pull.DOWN, false);
    }

    /** The pin after a line {@code gpio=22=op,dh}; an output is low until it is told otherwise. */
    BootPin with(List<String> attributes) {
        var pin = new BootPin(function, high, pull, true);
        for (var attribute : attributes) pin = pin.with(attribute);
        return pin;
    }

    private BootPin with(String attribute) {
        return switch (attribute) {
            case "ip" -> new BootPin(Function.INPUT, high, pull, true);
            case "op" -> new BootPin(Function.OUTPUT, high, pull, true);
            case "dh" -> new BootPin(function, true, pull, true);
            case "dl" -> new BootPin(function, false, pull, true);
            case "pu" -> new BootPin(function, high, Pull.UP, true);
            case "pd" -> new BootPin(function, high, Pull.DOWN, true);
            case "pn", "np" -> new BootPin(function, high, Pull.NONE, true);
            default -> attribute.matches("a[0-8]") ? new BootPin(Function.OTHER, high, pull, true) : this;
        };
    }

    /** Whether it is high until a program takes it; empty where nobody can tell. */
    Optional<Boolean> level() {
        return switch (function) {
            case OUTPUT -> Optional.of(high);
            case INPUT -> pulledTo();
            case OTHER -> Optional.empty();
        };
    }

    /** Whether it is high as an input with nothing connected; empty where its resistor is off. */
    Optional<Boolean> pulledTo() {
        return switch (pull) {
            case UP -> Optional.of(true);
            case DOWN -> Optional.of(false);
            case NONE -> Optional.empty();
        };
    }
}
