package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Past;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run of outputs leaves to the next, in place of the store: their notes, and the commands that were begun. */
final class OutputMemory implements Past {
    private final List<OutputRules> rules;
    private final SimulatedTime time;
    private final Map<String, String> committed = new HashMap<>();
    private final Map<String, String> waiting = new HashMap<>();
    private final Map<Integer, String> begun = new LinkedHashMap<>();
    private int boots;
    private Lane lane = new Lane("store");

    OutputMemory(List<OutputRules> rules, SimulatedTime time) {
        this.rules = rules;
        this.time = time;
    }

    /** The lane on which a new run writes. */
    Lane newLane() {
        lane = new Lane("store");
        return lane;
    }

    Lane lane() {
        return lane;
    }

    int boots() {
        return boots;
    }

    @Override
    public String boot() {
        return "boot-" + boots;
    }

    // As in OutputNotes.
    @Override
    public Optional<String> recall(String output) {
        var isLast = rules.stream()
                .anyMatch(one -> one.id().equals(output) && one.initial().equals("last"));
        if (isLast && begun.containsValue(output)) committed.remove(output);
        return Optional.ofNullable(committed.get(output));
    }

    @Override
    public void keepWithNextCommit(String output, String text) {
        lane.post(() -> waiting.put(output, text));
    }

    @Override
    public void keepNow(String output, String text) {
        lane.post(() -> {
            waiting.put(output, text);
            commit();
        });
    }

    void commit() {
        time.nanos(); // a crash may come just before
        committed.putAll(waiting);
        waiting.clear();
    }

    void begins(int command, String output) {
        begun.put(command, output);
    }

    void finishes(int command) {
        commit();
        begun.remove(command);
    }

    /** Commands the run before had begun; they are answered, and not found again. */
    Map<Integer, String> interrupted() {
        var all = new LinkedHashMap<>(begun);
        begun.clear();
        return all;
    }

    /** The process is gone, and what it had not committed. */
    void crash() {
        waiting.clear();
    }

    void reboot() {
        crash();
        boots++;
    }
}
