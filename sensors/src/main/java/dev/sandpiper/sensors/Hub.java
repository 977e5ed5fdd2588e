package dev.sandpiper.sensors;

import dev.sandpiper.sensors.DriverType.HubType;

/**
 * A chip that lends what it has to other entries: the channels of a multiplexer are buses.
 *
 * @param id by which others name it, {@code mux1/3}
 * @param options with {@code bus} and {@code address}
 */
public record Hub(String id, HubType type, Section options) {

    public Bus bus() {
        return options.bus("bus");
    }

    public int address() {
        return options.whole("address");
    }
}
