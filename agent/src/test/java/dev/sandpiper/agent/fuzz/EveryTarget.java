package dev.sandpiper.agent.fuzz;

import java.util.Arrays;
import java.util.List;

/** All targets in one: the first byte says which. One process then does for a short look at each. */
public final class EveryTarget {
    private EveryTarget() {}

    /** Called by the fuzzer, by this name. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length == 0) return;
        var all = List.of(Target.values());
        all.get((input[0] & 0xff) % all.size()).run(Arrays.copyOfRange(input, 1, input.length));
    }
}
