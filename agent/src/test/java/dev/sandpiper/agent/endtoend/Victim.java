package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.KeptRows;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A busy agent that is killed again and again, and what was seen of its outbox right after each time. */
final class Victim implements AutoCloseable {
    /** What a busy machine may take to measure, to commit and to deliver a signal. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final int PIN = 22;

    private record Key(long run, long seq) {}

    private static final String OUTBOX = "outbox";

    private final BrokerSite site;
    private final Path folder;
    private Optional<LoopDisk> disk = Optional.empty();
    private final Duration commitEvery;
    private final Set<String> asked = new TreeSet<>();
    /** Every row ever seen on the disk. */
    private final Map<Key, String> texts = new HashMap<>();

    private Set<Key> present = Set.of();
    private final Set<Key> deleted = new HashSet<>();
    /** When each run was killed. */
    private final Map<Long, Instant> kills = new TreeMap<>();

    private int levelsBefore;
    private int starts;
    private int looks;

    private Victim(BrokerSite site, Path folder, Duration commitEvery) {
        this.site = site;
        this.folder = folder;
        this.commitEvery = commitEvery;
    }

    static Victim in(Path folder, String device, Duration commitEvery, Mosquitto broker, Recorder recorder) {
        var yaml = """
                device: { id: %s }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms } }
                outbox: { directory: disk/outbox, commit_every: %dms, fresh_for: 1s }
                board: { type: simulated, trace: trace.log, control: control.txt }
                sensors:
                  - { id: air, type: bme280, every: 100ms }
                  - { id: a, type: system, every: 40ms }
                  - { id: b, type: system, every: 40ms }
                  - { id: c, type: system, every: 40ms }
                %s""".formatted(device, broker.port(), commitEvery.toMillis(), Toggles.PUMP);
        var agent = AgentProcess.in(folder, yaml);
        return new Victim(new BrokerSite(broker, device, recorder, agent), folder.resolve("disk"), commitEvery);
    }

    void start() {
        levelsBefore = levels();
        disk.ifPresent(own -> site.agent().startUnder(own.starter()));
        site.agent().start();
    }

    /** Whether it measures: its outputs are there since its start. */
    boolean works() {
        return levels() > levelsBefore;
    }

    private int levels() {
        return site.agent().levels(PIN).size();
    }

    void awaitOnline() {
        Eventually.until(
                () -> "it is online; it said:\n" + site.agent().log(),
                () -> !site.on("info").isEmpty());
    }

    void ask() {
        var id = "t" + (1000 + asked.size());
        site.send("pump", "{\"id\":\"" + id + "\",\"value\":\"toggle\"}");
        asked.add(id);
    }

    /** From its start on, its outbox is on this disk. */
    void useDisk(LoopDisk own) {
        disk = Optional.of(own);
    }

    /** Kills it, and looks at what it leaves. */
    void kill() {
        var now = Instant.now();
        site.agent().kill();
        if (Files.exists(folder.resolve(OUTBOX).resolve("outbox.db")))
            look(now, KeptRows.leftIn(folder.resolve(OUTBOX)));
        countTheStart();
    }

    /** Cuts the power of its disk, and looks at what is there when it is on again. */
    void cutPower() {
        var own = disk.orElseThrow();
        awaitItsProgram();
        var now = Instant.now();
        site.agent().signal("-STOP");
        own.cutPower();
        var outbox = Path.of("/proc/" + site.agent().pid() + "/root" + folder.resolve(OUTBOX));
        var seen = KeptRows.synchronisedIn(outbox, folder);
        site.agent().kill();
        var kept = own.kept(OUTBOX);
        seen.ifPresent(before -> {
            assertTrue(kept.runs().containsAll(before.runs()), kept.runs() + " are on the device of " + before.runs());
            // What is not on the device was acknowledged, and deleted by a later commit; or it never arrives.
            before.records().forEach(this::note);
            looks++;
        });
        look(now, kept);
        countTheStart();
    }

    // Before that it is the shell that mounts the disk.
    private void awaitItsProgram() {
        var name = Path.of("/proc/" + site.agent().pid() + "/comm");
        Eventually.until("it is java", () -> {
            try {
                return Files.readString(name).startsWith("java");
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }

    private void countTheStart() {
        if (works()) starts++;
        assertFalse(site.agent().log().contains("ERROR"), site.agent().log());
    }

    private void look(Instant now, KeptRows kept) {
        if (!kept.runs().isEmpty()) kills.putIfAbsent(kept.runs().getLast(), now);
        kept.records().forEach(this::note);
        noteDeletions(kept);
    }

    private void note(KeptRows.Row row) {
        var before = texts.putIfAbsent(new Key(row.run(), row.seq()), row.text());
        assertTrue(before == null || before.equals(row.text()), before + " became " + row.text());
    }

    private void noteDeletions(KeptRows kept) {
        var now = kept.records().stream()
                .map(row -> new Key(row.run(), row.seq()))
                .collect(Collectors.toSet());
        present.stream().filter(key -> !now.contains(key)).forEach(deleted::add);
        assertTrue(deleted.stream().noneMatch(now::contains), "what had been acknowledged is stored again");
        present = now;
    }

    /** With the broker there and nobody killing it any more: everything that ever was on its disk arrives. */
    void assertNothingCommittedIsLost() {
        if (works()) starts++;
        Eventually.until(
                () -> "all that was on the disk arrived; of " + texts.size() + " are missing " + missing(),
                Duration.ofSeconds(60),
                () -> missing().isEmpty());
        var arrivals = site.arrivals();
        arrivals.assertDuplicatesAreIdentical();
        for (var run : arrivals.runs()) assertNoHoles(arrivals, run);
        for (var arrival : arrivals.all()) {
            var stored = texts.getOrDefault(new Key(arrival.run(), arrival.seq()), arrival.text());
            assertEquals(stored, arrival.text(), "as it was on the disk");
        }
        kills.forEach((run, killed) -> assertOnlyTheLastMomentIsLost(arrivals, run, killed));
    }

    private Set<Key> missing() {
        var arrived = site.arrivals().all().stream()
                .map(arrival -> new Key(arrival.run(), arrival.seq()))
                .collect(Collectors.toSet());
        return texts.keySet().stream().filter(key -> !arrived.contains(key)).collect(Collectors.toSet());
    }

    // Of a run that ended, the last moment may have been in memory only, but for what had left; the present one still
    // sends.
    private void assertNoHoles(Arrivals arrivals, long run) {
        var missing = arrivals.missing(run);
        var end = kills.get(run);
        if (missing.isEmpty()) return;
        if (end == null) awaitArrival(run, missing);
        else
            assertTrue(
                    begunInTheLastMoment(arrivals, run, missing.getFirst(), end),
                    "missing of run " + run + ": " + missing);
    }

    private void awaitArrival(long run, List<Long> missing) {
        Eventually.until(
                () -> missing + " of run " + run + ", which goes on, arrive",
                () -> site.arrivals().missing(run).stream().noneMatch(missing::contains));
    }

    private boolean begunInTheLastMoment(Arrivals arrivals, long run, long seq, Instant end) {
        return arrivals.all().stream()
                .filter(arrival -> arrival.run() == run && arrival.seq() < seq)
                .map(Victim::stamp)
                .max(Instant::compareTo)
                .filter(before -> inTheLastMoment(before, end))
                .isPresent();
    }

    // Four sensors record without a pause: how old the newest record is says how much before the kill was lost.
    private void assertOnlyTheLastMomentIsLost(Arrivals arrivals, long run, Instant killed) {
        var newest = arrivals.all().stream()
                .filter(arrival -> arrival.run() == run)
                .map(Victim::stamp)
                .max(Instant::compareTo);
        newest.ifPresent(last -> assertTrue(
                inTheLastMoment(last, killed), "run " + run + " ended " + killed + "; all after " + last + " is lost"));
    }

    private boolean inTheLastMoment(Instant moment, Instant end) {
        return Duration.between(moment, end).compareTo(commitEvery.plus(SLACK)) < 0;
    }

    private static Instant stamp(Arrivals.Arrival arrival) {
        return Instant.parse(text(Site.json(arrival.text()), "ts"));
    }

    void assertRunsAreNewAndInterruptionsAnnounced() {
        var runs = site.arrivals().runs();
        assertEquals(runs.size(), Set.copyOf(runs).size());
        Eventually.until(
                () -> announced() + " of " + kills.keySet() + " are announced",
                () -> announced().containsAll(kills.keySet()));
        for (var gap : site.onceOn("gap")) assertEquals("interrupted", text(gap, "reason"), gap.toString());
    }

    private List<Long> announced() {
        return site.onceOn("gap").stream()
                .map(gap -> gap.get("run").getAsLong())
                .toList();
    }

    void assertCommandsAreAnsweredAndNoneActedTwice() {
        Eventually.until(() -> asked + " are answered; " + ids("") + " were", () -> ids("").equals(asked));
        for (var id : asked) assertEquals(1, answers(id).size(), "answers to " + id + ": " + answers(id));
        var done = ids("done").size();
        var acted = levels() - starts;
        assertTrue(
                done <= acted && acted <= done + ids("failed").size(),
                "%d acted, %d done, %d interrupted"
                        .formatted(acted, done, ids("failed").size()));
    }

    /** Different ones: the first may be repeated. */
    private List<JsonObject> answers(String id) {
        var answers = site.on("reply/pump").stream()
                .filter(reply -> text(reply, "id").equals(id))
                .toList();
        answers.forEach(reply -> reply.remove("duplicate"));
        return answers.stream().distinct().toList();
    }

    private Set<String> ids(String result) {
        return site.on("reply/pump").stream()
                .filter(reply -> text(reply, "result").startsWith(result))
                .map(reply -> text(reply, "id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many rows were on its disk at one of its ends. */
    int rowsSeen() {
        return texts.size();
    }

    /** How often it could be told, when its power was cut, what had to be on its disk. */
    int looks() {
        return looks;
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }

    @Override
    public void close() {
        site.close();
    }
}
