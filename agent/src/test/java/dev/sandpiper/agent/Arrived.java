package dev.sandpiper.agent;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.ArrivedRecord.Key;
import dev.sandpiper.agent.network.SimulatedBroker.Received;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.sensors.DeviceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** All that a broker got of one device, and what is to be said of it. */
record Arrived(List<Received> messages) {
    static final Path CAPTURED = Path.of("src/test/resources/dev/sandpiper/agent/captured.jsonl");
    private static final int SEEDS = 100;

    /** The first schedule in which everything happens that makes a database's life hard. */
    static Arrived simulated() throws IOException {
        for (var seed = 1; seed <= SEEDS; seed++) {
            var arrived = simulated(seed);
            if (arrived.lacks().isEmpty()) return arrived;
        }
        throw new AssertionError("no schedule of " + SEEDS + " has it all");
    }

    private static Arrived simulated(long seed) {
        var directory = Folders.temporary();
        try {
            var simulation = new Simulation(seed, Schedule.SHORT, directory);
            simulation.run();
            return new Arrived(List.copyOf(simulation.broker.received));
        } catch (DeviceFault impossible) {
            throw new AssertionError(impossible);
        } finally {
            Folders.delete(directory);
        }
    }

    /**
     * What {@code mosquitto_sub -F %j} wrote of a real agent: broken connections, SIGKILL in an outage, a chip that fails,
     * commands; numbers, flags and texts.
     */
    static Arrived captured() throws IOException {
        return new Arrived(Files.readAllLines(CAPTURED).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .map(line -> new Received(
                        0,
                        Instant.EPOCH,
                        line.get("topic").getAsString(),
                        line.get("payload").getAsString(),
                        false))
                .toList());
    }

    /** What did not happen. */
    List<String> lacks() {
        var lacking = new TreeMap<String, Boolean>();
        lacking.put("a record that came twice", arrivals().size() > keys().size());
        lacking.put("history", any(message -> message.topic().contains("/history/")));
        lacking.put("a gap", distinct("/gap") > 0);
        lacking.put("an answer", distinct("/reply/") > 0);
        lacking.put("an error", any(message -> message.payload().contains("\"error\":\"")));
        lacking.put(
                "a late state",
                any(message -> message.topic().contains("/history/")
                        && message.payload().contains("\"cause\"")));
        lacking.put("two runs", runs().size() > 1);
        return lacking.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean any(Predicate<Received> what) {
        return messages.stream().anyMatch(what);
    }

    private record Arrival(String topic, JsonObject record) {
        Key key() {
            return new Key(record.get("run").getAsLong(), record.get("seq").getAsLong());
        }

        String line() {
            var level = topic.split("/");
            return Database.line(level[1] + "/" + level[3], record.has("cause") ? "state" : "reading", record);
        }
    }

    private List<Arrival> arrivals() {
        return messages.stream()
                .filter(message -> message.topic().matches(".*/(telemetry|state|history)/.*"))
                .flatMap(Arrived::arrivals)
                .toList();
    }

    private static Stream<Arrival> arrivals(Received message) {
        var payload = JsonParser.parseString(message.payload()).getAsJsonObject();
        var records = message.topic().contains("/history/")
                ? payload.getAsJsonArray("readings").asList()
                : List.of(payload);
        return records.stream().map(record -> new Arrival(message.topic(), record.getAsJsonObject()));
    }

    private Map<Key, Arrival> keys() {
        var first = new LinkedHashMap<Key, Arrival>();
        arrivals().forEach(arrival -> first.putIfAbsent(arrival.key(), arrival));
        return first;
    }

    /** Each record once, as {@link Database#line}. */
    List<String> records() {
        return keys().values().stream().map(Arrival::line).sorted().toList();
    }

    /** Different payloads on such topics. */
    long distinct(String topic) {
        return messages.stream()
                .filter(message -> message.topic().contains(topic))
                .map(message -> message.topic() + message.payload())
                .distinct()
                .count();
    }

    /** Of records, gaps and answers together. */
    long rows() {
        return keys().size() + distinct("/gap") + distinct("/reply/");
    }

    private TreeMap<Long, TreeSet<Long>> runs() {
        var runs = new TreeMap<Long, TreeSet<Long>>();
        for (var key : keys().keySet())
            runs.computeIfAbsent(key.run(), _ -> new TreeSet<>()).add(key.seq());
        return runs;
    }

    /** Stretches of missing numbers, "run first-last", up to the last that arrived or that the next run told of. */
    List<String> holes() {
        var runs = runs();
        lastOnes()
                .forEach((run, last) ->
                        runs.computeIfAbsent(run, _ -> new TreeSet<>()).add(last + 1));
        var holes = new ArrayList<String>();
        runs.forEach((run, present) -> holes.addAll(holes(run, present)));
        return holes;
    }

    private static List<String> holes(long run, TreeSet<Long> present) {
        return LongStream.concat(LongStream.of(0), present.stream().mapToLong(seq -> seq))
                .filter(seq -> present.higher(seq) != null && present.higher(seq) > seq + 1)
                .mapToObj(seq -> run + " " + (seq + 1) + "-" + (present.higher(seq) - 1))
                .toList();
    }

    // Where more arrived than was on the disk, the last that arrived is the last.
    private Map<Long, Long> lastOnes() {
        var last = new TreeMap<Long, Long>();
        previous()
                .forEach(run ->
                        last.put(run.get("run").getAsLong(), run.get("last_seq").getAsLong()));
        runs().forEach((run, present) -> last.computeIfPresent(run, (_, seq) -> Math.max(seq, present.last())));
        return last;
    }

    private Stream<JsonObject> previous() {
        return messages.stream()
                .filter(message -> message.topic().endsWith("/info"))
                .map(message -> JsonParser.parseString(message.payload()).getAsJsonObject())
                .filter(info -> info.has("previous"))
                .map(info -> info.getAsJsonObject("previous"))
                .filter(run -> run.has("last_seq"));
    }
}
