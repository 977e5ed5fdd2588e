package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.endtoend.Recorder.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The records that arrived, by {@code (run, seq)}, whichever way they came. Taken apart by pattern and not by a JSON parser:
 * what is sent twice has to be the same byte for byte.
 */
final class Arrivals {
    private static final Pattern RECORD = Pattern.compile("\\{\"ts\":\"[^\"]*\",\"run\":(\\d+),\"seq\":(\\d+),[^{}]*}");

    private static final List<String> WITH_RECORDS = List.of("telemetry/", "state/", "history/");

    private final String base;
    private final Map<Long, Map<Long, Set<String>>> texts = new HashMap<>();
    private final List<Arrival> all = new ArrayList<>();

    /** One record on its way; the topic is below the device's. */
    record Arrival(String topic, long run, long seq, String text) {}

    private Arrivals(String base) {
        this.base = base;
    }

    /** @param base of the device's topics */
    static Arrivals in(String base, List<Message> messages) {
        var arrivals = new Arrivals(base);
        messages.forEach(arrivals::add);
        return arrivals;
    }

    private void add(Message message) {
        if (!isOfRecords(message.topic())) return;
        var found = RECORD.matcher(message.payload());
        while (found.find())
            add(new Arrival(
                    message.topic().substring(base.length()),
                    Long.parseLong(found.group(1)),
                    Long.parseLong(found.group(2)),
                    found.group()));
    }

    // Asked of all that has arrived, again and again.
    private boolean isOfRecords(String topic) {
        return topic.startsWith(base) && WITH_RECORDS.stream().anyMatch(kind -> topic.startsWith(kind, base.length()));
    }

    private void add(Arrival arrival) {
        all.add(arrival);
        texts.computeIfAbsent(arrival.run, _ -> new HashMap<>())
                .computeIfAbsent(arrival.seq, _ -> new TreeSet<>())
                .add(arrival.text);
    }

    List<Arrival> all() {
        return all;
    }

    List<Arrival> on(String topic) {
        return all.stream().filter(arrival -> arrival.topic.startsWith(topic)).toList();
    }

    /** The runs seen, oldest first. */
    List<Long> runs() {
        return texts.keySet().stream().sorted().toList();
    }

    long lastSeq(long run) {
        return texts.get(run).keySet().stream().mapToLong(seq -> seq).max().orElseThrow();
    }

    /** Those below the highest that did not arrive. */
    List<Long> missing(long run) {
        var arrived = texts.get(run).keySet();
        return LongStream.rangeClosed(1, lastSeq(run))
                .filter(seq -> !arrived.contains(seq))
                .boxed()
                .toList();
    }

    /** Of a sensor with two states, in the order of their seq. */
    List<Boolean> states(String sensor) {
        return all.stream()
                .filter(arrival -> arrival.topic.endsWith("/" + sensor))
                .sorted((a, b) -> Long.compare(a.seq, b.seq))
                .map(Arrival::text)
                .distinct()
                .map(text -> text.endsWith("\"state\":true}"))
                .toList();
    }

    /** Per id, fresh messages leave in the order of seq, and so does history; what is repeated after a loss aside. */
    void assertOrdered(String topic) {
        var numbers = on(topic).stream().map(Arrival::seq).distinct().toList();
        assertEquals(numbers.stream().sorted().toList(), numbers, topic);
    }

    /** By run. */
    Map<Long, List<Long>> missing() {
        return runs().stream().collect(Collectors.toMap(run -> run, this::missing));
    }

    /** Whether something arrived and nothing before it is missing; not so while some of it is on its way. */
    boolean complete() {
        return !texts.isEmpty() && missing().values().stream().allMatch(List::isEmpty);
    }

    void assertNothingMissing() {
        assertTrue(!texts.isEmpty(), "nothing arrived at all");
        for (var run : runs()) assertEquals(List.of(), missing(run), "missing of run " + run);
    }

    void assertDuplicatesAreIdentical() {
        texts.forEach((run, bySeq) -> bySeq.forEach(
                (seq, versions) -> assertEquals(1, versions.size(), "run " + run + ", seq " + seq + ": " + versions)));
    }
}
