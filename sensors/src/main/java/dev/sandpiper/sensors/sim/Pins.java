package dev.sandpiper.sensors.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The levels of all pins: of outputs as they are set, of inputs as they are driven from outside or pulled. Edges are
 * told outside the lock, on the thread that made them.
 */
final class Pins {
    private final Map<Integer, Boolean> outputs = new HashMap<>();
    private final Map<Integer, Boolean> driven = new HashMap<>();
    private final Map<Integer, Boolean> pulls = new HashMap<>();
    private final Map<Integer, Consumer<Boolean>> listeners = new HashMap<>();

    /** The level of a pin now; a pin nobody uses or drives is low. */
    synchronized boolean level(int pin) {
        if (outputs.containsKey(pin)) return outputs.get(pin);
        return driven.getOrDefault(pin, pulls.getOrDefault(pin, false));
    }

    synchronized boolean isOutput(int pin) {
        return outputs.containsKey(pin);
    }

    synchronized void set(int pin, boolean high) {
        outputs.put(pin, high);
    }

    /** Makes a pin an input that rests at {@code restsHigh} and tells its edges. */
    synchronized void listen(int pin, boolean restsHigh, Consumer<Boolean> edge) {
        outputs.remove(pin);
        pulls.put(pin, restsHigh);
        listeners.put(pin, edge);
    }

    synchronized void forget(int pin) {
        listeners.remove(pin);
    }

    /**
     * Drives a pin from outside.
     *
     * @return false where it is an output, which wins
     */
    boolean drive(int pin, boolean high) {
        var before = level(pin);
        if (!connect(pin, high)) return false;
        if (before != high) listener(pin).accept(high);
        return true;
    }

    private synchronized boolean connect(int pin, boolean high) {
        if (outputs.containsKey(pin)) return false;
        driven.put(pin, high);
        return true;
    }

    private synchronized Consumer<Boolean> listener(int pin) {
        return listeners.getOrDefault(pin, _ -> {});
    }
}
