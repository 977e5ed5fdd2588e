package dev.sandpiper.agent.control;

import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.command.PlainValue;
import dev.sandpiper.agent.command.Spans;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.JsonObject;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Waiting;
import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers requests: {@code {"do":"read","sensors":["air"]}}, {@code {"do":"set","actuator":"pump","value":"on",
 * "for":"30s"}}, {@code {"do":"safe-state"}}, {@code {"do":"outbox"}}, {@code {"do":"health"}}. What cannot be answered gets {@code {"error":"…"}}.
 */
final class Attendant {
    /** What does not answer within this is stuck. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Errands errands;
    private final Duration patience;

    Attendant(Errands errands, Duration patience) {
        this.errands = errands;
        this.patience = patience;
    }

    String answer(String request) {
        try {
            return answer(JsonObject.parse(request));
        } catch (JsonObject.Malformed malformed) {
            return error("the request " + malformed.getMessage());
        }
    }

    private String answer(JsonObject request) {
        return switch (request.text("do").orElse("")) {
            case "read" -> read(request);
            case "set" -> set(request);
            case "safe-state" -> safeState();
            case "outbox" -> errands.outbox();
            case "waiting" -> waiting(request);
            case "health" -> errands.health();
            default ->
                error(
                        "this agent does read, set, safe-state, outbox, waiting and health; it is perhaps older than the command");
        };
    }

    private String read(JsonObject request) {
        var answers = new LinkedHashMap<String, CompletableFuture<Answer>>();
        sensors(request).forEach(id -> answers.put(id, asked(id)));
        var until = System.nanoTime() + patience.toNanos();
        var readings = new Json();
        var faults = new Json();
        answers.forEach((id, answer) -> {
            switch (within(answer, until).orElse(new Answer.Failed(late("did")))) {
                case Answer.Values(var reading) -> readings.put(id, new Json().putAll(reading));
                case Answer.Failed(var sentence) -> faults.put(id, sentence);
            }
        });
        return new Json().put("readings", readings).put("faults", faults).toString();
    }

    private List<String> sensors(JsonObject request) {
        return request.members().get("sensors") instanceof List<?> named
                ? named.stream().map(String::valueOf).distinct().toList()
                : List.copyOf(errands.sensors());
    }

    private CompletableFuture<Answer> asked(String id) {
        var answer = new CompletableFuture<Answer>();
        if (errands.sensors().contains(id)) errands.read(id, answer::complete);
        else answer.complete(new Answer.Failed("the running agent has no such sensor; restart it"));
        return answer;
    }

    private String set(JsonObject request) {
        var actuator = errands.actuators().get(request.text("actuator").orElse(""));
        if (actuator == null) return error("the running agent has no such actuator; restart it");
        var value = request.text("value").orElse("");
        var action = actuator.repertoire().actions().apply(PlainValue.of(value));
        if (action.isEmpty()) return outcome(rejected(actuator, value));
        var holdFor = request.text("for").flatMap(Spans::duration).filter(Duration::isPositive);
        // Without a 'for' that cannot be read the output would keep the value for good.
        if (request.has("for") && holdFor.isEmpty())
            return outcome(Outcome.rejected("'for' must be a duration such as \"30s\" or \"5m\", at most 36500d"));
        var outcome = new CompletableFuture<Outcome>();
        errands.carryOut(actuator.id(), action.get(), holdFor, outcome::complete);
        return outcome(within(outcome, System.nanoTime() + patience.toNanos())
                .orElse(Outcome.failed(late("the hardware did"))));
    }

    private String safeState() {
        var outcomes = new LinkedHashMap<String, CompletableFuture<Outcome>>();
        errands.actuators().forEach((id, actuator) -> {
            var outcome = new CompletableFuture<Outcome>();
            outcomes.put(id, outcome);
            errands.carryOut(id, new Action.Set(actuator.safe()), Optional.empty(), outcome::complete);
        });
        var until = System.nanoTime() + patience.toNanos();
        var faults = new Json();
        outcomes.forEach((id, outcome) -> {
            switch (within(outcome, until).orElse(Outcome.failed(late("the hardware did")))) {
                case Outcome.Refused refused -> faults.put(id, refused.reason());
                case Outcome.Done done -> {}
                case Outcome.Answered answered -> {}
            }
        });
        return new Json().put("faults", faults).toString();
    }

    private String waiting(JsonObject request) {
        var behind = request.text("behind").filter(key -> key.matches("\\d{1,18}"));
        if (behind.isEmpty()) return error("\"behind\" is the key of a record, as a text of digits");
        var answer = new CompletableFuture<Waiting>();
        errands.waiting(Long.parseLong(behind.get()), answer::complete);
        return within(answer, System.nanoTime() + patience.toNanos())
                .map(waiting -> waiting.json().toString())
                .orElseGet(() -> error(late("the outbox did")));
    }

    private static Outcome rejected(ActuatorConfig actuator, String value) {
        return Outcome.rejected("%s takes %s, not %s"
                .formatted(actuator.id(), actuator.repertoire().accepts(), value));
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var value) ->
                new Json().put("result", "done").put("value", value).toString();
            case Outcome.Answered(var json) -> json;
            case Outcome.Refused(var result, var reason) ->
                new Json().put("result", result.word()).put("reason", reason).toString();
        };
    }

    private String late(String who) {
        return who + " not answer within " + Durations.format(patience);
    }

    private static <T> Optional<T> within(CompletableFuture<T> answer, long until) {
        try {
            return Optional.of(answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException late) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static String error(String sentence) {
        return new Json().put("error", sentence).toString();
    }
}
