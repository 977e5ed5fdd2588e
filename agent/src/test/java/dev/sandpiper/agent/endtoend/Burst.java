package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many commands at once that turn the output "pump" over, each with an id of its own, from one client. */
record Burst(BrokerSite site, int size, Duration patience) {
    /** In their order. */
    List<String> ids() {
        return IntStream.range(0, size).mapToObj(i -> "t" + i).toList();
    }

    /** @return who sends them */
    Process send() throws IOException {
        var sender = new ProcessBuilder(
                        site.broker().clientLine("mosquitto_pub", "-q", "1", "-t", site.topic("command/pump"), "-l"))
                .start();
        try (var lines = sender.outputWriter()) {
            for (var id : ids()) lines.write("{\"id\":\"" + id + "\",\"value\":\"toggle\"}\n");
        }
        return sender;
    }

    void awaitAllAnswered() {
        var expected = Set.copyOf(ids());
        Eventually.until(
                () -> expected.size() + " are answered; " + answered().size() + " were",
                patience,
                () -> answered().equals(expected));
    }

    private Set<String> answered() {
        return site.on("reply/pump").stream().map(Burst::id).collect(Collectors.toSet());
    }

    /** That these are the answers, and the levels of the pin, of a burst that was carried out whole and in its order. */
    void assertCarriedOut(List<JsonObject> answers, List<String> levels) {
        assertEquals(ids(), answers.stream().map(Burst::id).toList());
        assertTrue(answers.stream().allMatch(reply -> result(reply).equals("done")));
        var alternating = IntStream.rangeClosed(0, size)
                .mapToObj(i -> i % 2 == 0 ? "low" : "high")
                .toList();
        assertEquals(alternating, levels);
    }

    /** That each was done, or interrupted before or after its deed. */
    void assertNoneActedTwice(int executed) {
        var done = withResult("done").size();
        var interrupted = withResult("failed").size();
        assertEquals(size, done + interrupted);
        assertTrue(
                done <= executed && executed <= done + interrupted,
                "%d executed, %d done, %d interrupted".formatted(executed, done, interrupted));
    }

    /** The ids whose first answer, or its repetition, had this result. */
    Set<String> withResult(String result) {
        return site.on("reply/pump").stream()
                .filter(reply -> result(reply).equals(result))
                .map(Burst::id)
                .collect(Collectors.toSet());
    }

    private static String id(JsonObject reply) {
        return reply.get("id").getAsString();
    }

    private static String result(JsonObject reply) {
        return reply.get("result").getAsString();
    }
}
