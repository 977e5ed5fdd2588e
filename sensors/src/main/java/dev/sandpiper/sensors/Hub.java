package dev.sandpiper.sensors;

import dev.sandpiper.sensors.DriverType.HubType;

/**
 * A chip that lends what it has to other entries: the channels of a multiplexer are buses, the lines of an expander
 * are pins.
 *
 * @param id by which others name it, {@code mux1/3}
 * @param options with {@code bus} and {@code address}
 */
public record Hub(String id, HubType type, Section options) {

    public Bus bus() {
        return options.bus("bus");
    }

    /** {@code i2c-1 0x20}. */
    public String place() {
        return type.place(options);
    }

    public int address() {
        return options.whole("address");
    }
}
