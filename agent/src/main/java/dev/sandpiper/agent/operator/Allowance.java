package dev.sandpiper.agent.operator;

import java.util.HashMap;
import java.util.Map;

/** How much is kept of what others say, in characters: whoever may publish could invent devices without end. */
final class Allowance {
    /** Enough for some six hundred devices with ten sensors each; of the 64 MiB that the program has it takes less than half. */
    static final int USUAL = 5_000_000;

    /** What a place takes by itself. */
    private static final int PLACE = 100;

    private final Map<String, Integer> places = new HashMap<>();
    private final int most;
    private int taken;

    Allowance(int most) {
        this.most = most;
    }

    /** Whether there is room for this in place of what was kept at the same place; then it counts as kept. */
    boolean takes(String place, Heard heard) {
        var size = PLACE + place.length() + heard.weight();
        var change = size - places.getOrDefault(place, 0);
        if (change > 0 && taken + change > most) return false;
        places.put(place, size);
        taken += change;
        return true;
    }
}
