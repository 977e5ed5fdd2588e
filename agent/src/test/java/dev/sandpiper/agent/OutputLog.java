package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.util.ArrayList;
import java.util.List;

/** What happens to outputs, noted for their judge. */
final class OutputLog {
    final List<OutputEvent> events = new ArrayList<>();

    private final SimulatedTime time;

    OutputLog(SimulatedTime time) {
        this.time = time;
    }

    void note(OutputEvent.Kind kind) {
        note(kind, "", "");
    }

    void note(OutputEvent.Kind kind, String id, String what) {
        events.add(new OutputEvent(time.truth().toEpochMilli(), kind, id, what));
    }

    void acted(int command, String id, Outcome outcome) {
        note(OutputEvent.Kind.ACTED, id, command + " " + told(outcome));
    }

    void answer(int command, String id, Outcome outcome) {
        note(OutputEvent.Kind.ANSWER, id, command + " " + told(outcome));
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var value) -> "done " + value;
            case Outcome.Refused(var result, var reason) -> result.word() + " " + reason;
            case Outcome.Answered(var json) -> json;
        };
    }
}
