package dev.sandpiper.agent;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.store.Notes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What sensors keep from run to run, such as counts: read while one thread wires everything, written by a step of the
 * store's lane, all in one commit, every ten minutes at most and at a clean stop; and once a minute with a commit that
 * comes anyway. A crash or a power cut costs what was kept since.
 */
final class SensorNotes implements Memory, Step {
    static final Duration EVERY = Duration.ofMinutes(10);
    /** A page more in a commit that writes a dozen; with each of them it would be a tenth of what an outage writes. */
    private static final Duration WITH_OTHERS = Duration.ofMinutes(1);

    private final Notes notes;
    private final Lane storeLane;
    private final Time time;
    private final FoundNotes found;
    /** Not on the disk yet; by the note's name. */
    private final Map<String, String> unwritten = new HashMap<>();

    private long dueAt;
    private long queuedAgainAt;

    SensorNotes(List<SensorConfig> sensors, Notes notes, Lane storeLane, Time time) {
        this.notes = notes;
        this.storeLane = storeLane;
        this.time = time;
        this.dueAt = time.in(EVERY);
        this.queuedAgainAt = time.in(WITH_OTHERS);
        this.found = new FoundNotes(notes);
        recall(sensors);
    }

    /** Looks for what these have left; on the store's lane, or while one thread wires everything. */
    void recall(List<SensorConfig> sensors) {
        for (var sensor : sensors) {
            var name = sensor.type().name() + " " + sensor.id();
            find(sensor.id(), name);
            find(Memory.sumsOf(sensor.id()), Memory.sumsOf(name));
        }
    }

    private void find(String keeper, String name) {
        found.name(keeper, name);
        found.read(keeper);
    }

    @Override
    public Optional<String> recall(String sensor) {
        return found.text(sensor);
    }

    @Override
    public void keep(String sensor, String text) {
        var name = found.noted(sensor, text);
        storeLane.post(() -> unwritten.put(name, text));
    }

    @Override
    public Duration run() {
        if (unwritten.isEmpty()) return EVERY;
        if (time.nanos() - dueAt >= 0) {
            write();
            dueAt = time.in(EVERY);
        }
        if (time.nanos() - queuedAgainAt >= 0) queue();
        return Step.sooner(time.until(dueAt), time.until(queuedAgainAt));
    }

    // Not while the disk is in trouble: what waits for it must not crowd out the others.
    private void queue() {
        if (!notes.mayBeOutdated()) unwritten.forEach(notes::writeLater);
        queuedAgainAt = time.in(WITH_OTHERS);
    }

    // One by one they would be a commit each: all but one wait for the commit of the last.
    private void write() {
        var all = new ArrayList<>(unwritten.entrySet());
        var last = all.removeLast();
        all.forEach(note -> notes.writeLater(note.getKey(), note.getValue()));
        if (notes.write(last.getKey(), last.getValue())) unwritten.clear();
    }

    /** Has all of it written with the commit of the stop. */
    void close() {
        unwritten.forEach(notes::writeLater);
    }
}
