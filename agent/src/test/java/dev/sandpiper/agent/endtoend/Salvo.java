package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Commands for one output, drawn by chance, each with an id; some are sent twice. Each that acts leaves a line in the board's
 * trace, which tells how often that was.
 */
final class Salvo {
    private static final long ASK_AGAIN_NANOS = 3_000_000_000L;

    private final BrokerSite site;
    private final Target target;
    private final Random random;
    /** Payloads by their ids. */
    private final Map<String, String> sent = new LinkedHashMap<>();

    /** How many levels the board had shown when a run was killed: the next one is the first of another run. */
    private final Set<Integer> ends = new TreeSet<>(Set.of(0));

    private int shownByCommands = Integer.MAX_VALUE;
    private long askAgainAt = System.nanoTime();

    Salvo(BrokerSite site, Target target, Random random) {
        this.site = site;
        this.target = target;
        this.random = random;
    }

    void send() {
        var number = sent.size() + 1;
        var id = "%s-%d".formatted(target.name(), number);
        sent.put(id, "{\"id\":\"%s\",\"value\":%s}".formatted(id, target.value(number)));
        site.send(target.name(), sent.get(id));
        if (random.nextInt(5) == 0) sendAgain();
    }

    private void sendAgain() {
        var ids = new ArrayList<>(sent.keySet());
        site.send(target.name(), sent.get(ids.get(random.nextInt(ids.size()))));
    }

    int size() {
        return sent.size();
    }

    void agentWasKilled() {
        ends.add(levels().size());
    }

    /** Every command is answered: what the board shows from now on is the stop's. */
    void agentStops() {
        shownByCommands = levels().size();
    }

    private List<String> levels() {
        return site.agent().shown(target.output());
    }

    /** A broker that was killed may have lost a command or an answer: whoever has none asks again, by the same id. */
    void awaitAnswers() {
        Eventually.until(() -> "all of " + target.name() + " are answered; these are not: " + unanswered(), () -> {
            var missing = unanswered();
            if (!missing.isEmpty() && System.nanoTime() - askAgainAt >= 0) {
                missing.forEach(id -> site.send(target.name(), sent.get(id)));
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
        return site.recorder().on(site.topic("reply/" + target.name())).stream()
                .collect(Collectors.groupingBy(
                        reply -> BrokerSite.json(reply).get("id").getAsString(),
                        Collectors.mapping(
                                reply -> reply.replace(",\"duplicate\":true", ""),
                                Collectors.toCollection(TreeSet::new))));
    }

    /** @return how many were done, and not interrupted */
    int assertEachHasOneAnswerAndActedAtMostOnce() {
        var answers = answers();
        var done = new ArrayList<JsonObject>();
        for (var id : sent.keySet()) {
            assertEquals(1, answers.get(id).size(), "answers to " + id + ": " + answers.get(id));
            var reply = BrokerSite.json(answers.get(id).iterator().next());
            switch (reply.get("result").getAsString()) {
                case "done" -> done.add(reply);
                case "failed" -> {}
                default -> throw new AssertionError("nothing else was to be expected: " + reply);
            }
        }
        target.judge(runs(), done, sent.size());
        return done.size();
    }

    /** What each run showed from its opening on, without the stop of the last one. */
    private List<List<String>> runs() {
        var levels = levels();
        var from = ends.stream().filter(end -> end < levels.size()).toList();
        var all = new ArrayList<List<String>>();
        for (var run = 0; run < from.size(); run++) {
            var to = run + 1 < from.size() ? from.get(run + 1) : Math.min(shownByCommands, levels.size());
            all.add(levels.subList(from.get(run), to));
        }
        return all;
    }

    void assertEachRunBeganSafe() {
        for (var run : runs()) assertEquals(target.safe(), run.getFirst(), "the first level of a run, " + levels());
        assertEquals(target.safe(), levels().getLast(), "after the stop");
    }
}
