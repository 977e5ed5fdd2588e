package dev.sandpiper.agent.config;

import org.jspecify.annotations.Nullable;

/** A value that is not what its key expects; the message says what was found, what is expected and what to do. */
final class Misfit extends Exception {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Spot spot;

    Misfit(String message, Object... parts) {
        this(null, message.formatted(parts));
    }

    private Misfit(@Nullable Spot spot, String message) {
        super(message, null, false, false);
        this.spot = spot;
    }

    /** A misfit inside the value, at a place of its own. */
    static Misfit at(Spot spot, String message, Object... parts) {
        return new Misfit(spot, message.formatted(parts));
    }

    Spot spot(Spot ofTheValue) {
        return spot == null ? ofTheValue : spot;
    }
}
