package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.control.ControlClient;
import dev.sandpiper.agent.control.ControlClient.Unanswered;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;

/** The agent that runs on this configuration's directory, if there is one. */
record RunningAgent(Path directory) {

    static RunningAgent of(AgentConfig config) {
        return new RunningAgent(config.outbox().directory());
    }

    /**
     * The members of its answer, each as JSON; empty when no agent runs.
     *
     * @param request what {@code do} names, and its parameters
     */
    Optional<SequencedMap<String, String>> ask(Json request) throws Failure {
        var text = answer(request);
        if (text.isEmpty()) return Optional.empty();
        var answer = Members.of(text.get());
        if (answer.size() == 1 && answer.containsKey("error"))
            throw Failure.because(Members.plain(answer.get("error")));
        return Optional.of(answer);
    }

    /** Its answer as it came. */
    Optional<String> answer(Json request) throws Failure {
        try {
            return ControlClient.ask(directory, request.toString());
        } catch (Unanswered unanswered) {
            throw Failure.because("the running agent does not answer: " + unanswered.getMessage());
        }
    }
}
