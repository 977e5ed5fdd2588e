package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Commands for one output, drawn by chance, each with an id and with a value that no other has: the board's trace then tells
 * of each how often it acted. Some are sent twice.
 */
final class Salvo {
    private static final long ASK_AGAIN_NANOS = 3_000_000_000L;
    private static final String SAFE = "0.0";

    private final BrokerSite site;
    private final String name;
    private final String output;
    private final Random random;
    /** Payloads by their ids. */
    private final Map<String, String> sent = new LinkedHashMap<>();

    private final Map<String, String> values = new LinkedHashMap<>();
    /** How many levels the board had shown when a run was killed: the next one is the first of another run. */
    private final Set<Integer> ends = new TreeSet<>(Set.of(0));

    private long askAgainAt = System.nanoTime();

    /** @param output as in the trace */
    Salvo(BrokerSite site, String name, String output, Random random) {
        this.site = site;
        this.name = name;
        this.output = output;
        this.random = random;
    }

    void send() {
        var number = sent.size() + 1;
        var id = "%s-%d".formatted(name, number);
        var value = String.format(Locale.ROOT, "%.3f", number / 1000.0).replaceAll("0+$", "");
        values.put(id, value);
        sent.put(id, "{\"id\":\"%s\",\"value\":%s}".formatted(id, value));
        site.send(name, sent.get(id));
        if (random.nextInt(5) == 0) sendAgain();
    }

    private void sendAgain() {
        var ids = new ArrayList<>(sent.keySet());
        site.send(name, sent.get(ids.get(random.nextInt(ids.size()))));
    }

    int size() {
        return sent.size();
    }

    void agentWasKilled() {
        ends.add(levels().size());
    }

    private List<String> levels() {
        return site.agent().shown(output);
    }

    /** A broker that was killed may have lost a command or an answer: whoever has none asks again, by the same id. */
    void awaitAnswers() {
        Eventually.until(() -> "all of " + name + " are answered; these are not: " + unanswered(), () -> {
            var missing = unanswered();
            if (!missing.isEmpty() && System.nanoTime() - askAgainAt >= 0) {
                missing.forEach(id -> site.send(name, sent.get(id)));
                askAgainAt = System.nanoTime() + ASK_AGAIN_NANOS;
            }
            return missing.isEmpty();
        });
    }

    private Set<String> unanswered() {
        var missing = new TreeSet<>(sent.keySet());
        missing.removeAll(answers().keySet());
        return missing;
    }

    /** Different ones, besides the mark of a duplicate. */
    private Map<String, Set<String>> answers() {
        return site.recorder().on(site.topic("reply/" + name)).stream()
                .collect(Collectors.groupingBy(
                        reply -> BrokerSite.json(reply).get("id").getAsString(),
                        Collectors.mapping(
                                reply -> reply.replace(",\"duplicate\":true", ""),
                                Collectors.toCollection(TreeSet::new))));
    }

    /** @return how many were done, and not interrupted */
    int assertEachHasOneAnswerAndActedAtMostOnce() {
        var answers = answers();
        var done = 0;
        for (var id : sent.keySet()) {
            assertEquals(1, answers.get(id).size(), "answers to " + id + ": " + answers.get(id));
            var reply = BrokerSite.json(answers.get(id).iterator().next());
            var acted = levels().stream().filter(values.get(id)::equals).count();
            switch (reply.get("result").getAsString()) {
                case "done" -> {
                    assertEquals(1, acted, reply + ", it acted so often");
                    done++;
                }
                case "failed" -> assertTrue(acted <= 1, reply + ", and it acted " + acted + " times");
                default -> throw new AssertionError("nothing else was to be expected: " + reply);
            }
        }
        return done;
    }

    void assertEachRunBeganSafe() {
        var levels = levels();
        ends.stream()
                .filter(end -> end < levels.size())
                .forEach(end -> assertEquals(SAFE, levels.get(end), "the first level of a run, " + levels));
        assertEquals(SAFE, levels.getLast(), "after the stop");
    }
}
