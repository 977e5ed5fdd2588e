package dev.sandpiper.agent.cli;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Types these lines one after the other; then the input ends. */
final class ScriptedPerson implements Person {
    private final Queue<String> lines;

    ScriptedPerson(String... lines) {
        this.lines = new ArrayDeque<>(List.of(lines));
    }

    @Override
    public Optional<String> answer() {
        return Optional.ofNullable(lines.poll());
    }

    @Override
    public Optional<String> secret(String prompt) {
        return answer();
    }

    /** What nobody has asked for. */
    List<String> left() {
        return List.copyOf(lines);
    }
}
