package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Commands of all kinds for the output "pump", as fast as one client can send them; most of them are not to be carried out. */
final class Flood {
    private static final int KINDS = 10;

    private final BrokerSite site;
    private final List<String> payloads = new ArrayList<>();
    /** How each is answered. */
    private final List<String> expected = new ArrayList<>();

    private final List<String> toggles = new ArrayList<>();

    Flood(BrokerSite site, int size) {
        this.site = site;
        for (var number = 0; number < size; number++) add(number);
    }

    private void add(int number) {
        var id = "f" + number;
        switch (number % KINDS) {
            case 0, 5 -> {
                toggles.add(id);
                add("{\"id\":\"%s\",\"value\":\"toggle\"}".formatted(id), id + " done");
            }
            case 1, 6 -> add(payloads.getLast(), expected.getLast() + " again");
            case 2 -> add("{\"id\":\"%s\",\"value\":%d}".formatted(id, number), id + " rejected");
            case 3 ->
                add(
                        "{\"id\":\"%s\",\"value\":true,\"expires\":\"2020-01-01T00:00:00Z\"}".formatted(id),
                        id + " expired");
            case 4 -> add("{\"id\":\"%s\",\"value\":true,".formatted(id) + " ".repeat(9_000), " rejected");
            case 7 -> add("[".repeat(1 + number % 3_000), " rejected");
            case 8 -> add("NaN", " rejected");
            default -> add("{\"id\":\"f0\",\"value\":false}", "f0 rejected");
        }
    }

    private void add(String payload, String answer) {
        payloads.add(payload);
        expected.add(answer);
    }

    void send() throws IOException {
        var sender = new ProcessBuilder(
                        site.broker().clientLine("mosquitto_pub", "-q", "1", "-t", site.topic("command/pump"), "-l"))
                .start();
        try (var lines = sender.outputWriter()) {
            for (var payload : payloads) lines.write(payload + "\n");
        }
    }

    /** Waits until as many answers have come as commands were sent. */
    void awaitAnswers(Duration patience) {
        var topic = site.topic("reply/pump");
        Eventually.until(
                () -> payloads.size() + " are answered; "
                        + site.recorder().on(topic).size() + " were",
                patience,
                () -> site.recorder().on(topic).size() >= payloads.size());
    }

    void assertEachIsAnsweredAsOftenAsItCame() {
        assertEquals(
                counted(expected),
                counted(site.on("reply/pump").stream().map(Flood::told).toList()));
    }

    private static TreeMap<String, Long> counted(List<String> answers) {
        return answers.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static String told(JsonObject reply) {
        var id = reply.has("id") ? reply.get("id").getAsString() : "";
        return id + " " + reply.get("result").getAsString() + (reply.has("duplicate") ? " again" : "");
    }

    /** The ids of those that are carried out, in their order. */
    List<String> toggles() {
        return toggles;
    }
}
