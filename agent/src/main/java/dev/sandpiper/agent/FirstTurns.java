package dev.sandpiper.agent;

import dev.sandpiper.agent.loop.Lane;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which lanes had no first turn yet: in it what is on them is opened, or is known not to open. */
final class FirstTurns {
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    /** @param lanes not started yet */
    FirstTurns(Collection<Lane> lanes) {
        lanes.forEach(lane -> {
            waiting.add(lane.name());
            // Tasks run before the steps: only in the second turn has every step had one.
            lane.post(() -> lane.post(() -> waiting.remove(lane.name())));
        });
    }

    /** What is still being opened; empty when all is. */
    Optional<String> waitingFor() {
        if (waiting.isEmpty()) return Optional.empty();
        return Optional.of("opening what is on "
                + String.join(", ", waiting.stream().sorted().toList()));
    }
}
