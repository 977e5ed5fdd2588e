package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.loop.Cycle;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.shaping.Shaping;
import dev.sandpiper.agent.shaping.Summary;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.chip.KernelRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * One sensor's life: read in its cycle without drift, on every change it reports, and when somebody asks. One error
 * record when it begins to fail; then it is tried again until it answers.
 */
public final class Sampler implements Step {
    private static final Duration NEVER = Duration.ofDays(36_500);
    /** How long a reading waits for room at most, before it asks again. */
    private static final Duration PUT_OFF = Duration.ofMillis(5);

    private final SensorConfig config;
    private final Board board;
    private final Time time;
    private final Records records;
    private final Consumer<Runnable> lane;
    private final BusWatch bus;
    private final Memory memory;
    private final boolean tellsEvents;
    private final Shaping shaping;
    private Pauses pauses;
    private final Cycle cycle;

    private @Nullable Sensor sensor;
    private Phase phase = Phase.RESTING;
    private boolean cyclic;
    private boolean stopped;
    private boolean failing;
    private Optional<String> doubted = Optional.empty();
    private int tries;
    private long readyAt;
    private int changes;
    private Optional<Reading> lastRead = Optional.empty();
    private Optional<String> remark = Optional.empty();
    private final List<Consumer<Answer>> askers = new ArrayList<>();
    private volatile SensorReport report = SensorReport.unread();

    private enum Phase {
        RESTING,
        /** The chip measures. */
        CONVERTING,
        /** Its answer was disturbed, and it is asked again in a moment. */
        CATCHING_BREATH
    }

    /** What somebody who asked gets. */
    public sealed interface Answer {
        record Values(Reading reading) implements Answer {}

        record Failed(String sentence) implements Answer {}
    }

    /**
     * @param bus what is known of all that is on this sampler's lane
     * @param records takes what is published; called on the lane
     * @param lane runs a task on this sampler's lane; called by any thread
     * @param memory what the sensor kept in former runs, and keeps in this one
     */
    public Sampler(
            SensorConfig config,
            Board board,
            BusWatch bus,
            Time time,
            Records records,
            Consumer<Runnable> lane,
            Memory memory) {
        this.config = config;
        this.board = board;
        this.bus = bus;
        this.time = time;
        this.records = records;
        this.lane = lane;
        this.memory = memory;
        this.tellsEvents = config.type().tellsEvents(config.options());
        this.pauses = new Pauses(config.every().orElse(NEVER));
        this.cycle = Cycle.fromNow(
                time, config.every().orElse(NEVER), config.aligned() ? Cycle.Phase.CALENDAR : Cycle.Phase.OWN);
        var sums = Memory.sumsOf(config.id());
        this.shaping = new Shaping(config, time, cycle::every, memory.recall(sums), text -> memory.keep(sums, text));
        bus.watch(chip());
    }

    public String id() {
        return config.id();
    }

    /** How the sensor is; may be asked by any thread. */
    public SensorReport report() {
        return report;
    }

    /** Whether a conversion was started and not read yet, or is about to be tried again: the chip is this sensor's. */
    boolean converting() {
        return phase != Phase.RESTING;
    }

    /** Reads the sensor now and tells the asker only. Called on the lane. */
    public void ask(Consumer<Answer> asker) {
        askers.add(asker);
    }

    /** Has it read in another cycle from now on, counted from when it was due last. Called on the lane. */
    public void readEvery(Duration length) {
        cycle.every(length);
        pauses = new Pauses(length);
        report = report.readEvery(length);
    }

    private boolean hasCycle() {
        return cycle.every().compareTo(NEVER) < 0;
    }

    /** Releases the device; nothing is read afterwards. Called on the lane. */
    public void close() {
        shaping.cut().forEach(this::record);
        stopped = true;
        closeSensor();
    }

    @Override
    public Duration run() {
        if (stopped) return NEVER;
        shaping.ended().forEach(this::record);
        // One conversion a turn: a sensor that is read as fast as it can leaves its lane to others in between.
        if (phase == Phase.RESTING) beginWhenDue();
        if (phase == Phase.CATCHING_BREATH && isReady()) begin();
        if (phase == Phase.CONVERTING && isReady()) goOn();
        return Step.sooner(pause(), shaping.pause());
    }

    private Duration pause() {
        if (phase != Phase.RESTING) return time.until(readyAt);
        if (wanted()) return Duration.ZERO;
        var pause = cycle.pause();
        return pause.isPositive() || records.haveRoom() ? pause : PUT_OFF;
    }

    private boolean isReady() {
        return time.nanos() - readyAt >= 0;
    }

    private boolean wanted() {
        return changes > 0 || !askers.isEmpty();
    }

    private void beginWhenDue() {
        var due = cycle.due();
        if (!wanted() && !(due && records.haveRoom())) return;
        cyclic = due;
        if (due) cycle.next();
        if (changes > 0) changes--;
        tries = 0;
        // Whoever asks is answered by the chip, whatever that costs.
        var closed = askers.isEmpty() ? bus.closed() : Optional.<DeviceFault>empty();
        if (closed.isPresent()) failed(closed.get());
        else begin();
    }

    private void begin() {
        tries++;
        try {
            readyAt = time.in(asked(() -> open().start()));
            tellRemark();
            phase = Phase.CONVERTING;
        } catch (DeviceFault fault) {
            disturbed(fault);
        }
    }

    private void tellRemark() throws DeviceFault {
        var now = asked(() -> open().remark());
        if (now.equals(remark)) return;
        remark = now;
        remark.ifPresent(text -> Logger.info("{}: {}", config.id(), text));
    }

    // Not the lane but this sensor waits: the other chips of the bus have their turn in between.
    private void disturbed(DeviceFault fault) {
        if (!Asking.againAtOnce(fault, tries)) {
            failed(bus.judged(chip(), fault));
            return;
        }
        Logger.debug("{}: {}; asking again", place(), fault.getMessage());
        report = report.retried();
        phase = Phase.CATCHING_BREATH;
        readyAt = time.in(Asking.BREATH);
    }

    /** What a driver is asked for. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws DeviceFault;
    }

    // A driver's defect is a fault of its sensor, told like any other.
    private static <T> T asked(Question<T> question) throws DeviceFault {
        try {
            return question.ask();
        } catch (RuntimeException defect) {
            throw DeviceFault.ofDefect(defect);
        }
    }

    private Sensor open() throws DeviceFault {
        if (sensor == null) {
            sensor = KernelRoute.open(config.type(), config.options(), board);
            memory.recall(config.id()).ifPresent(sensor::recall);
            sensor.onChange(() -> lane.accept(this::changed));
        }
        return sensor;
    }

    private void changed() {
        if (phase == Phase.CONVERTING) begin(); // A bouncing contact: the debounce time begins anew.
        else changes++;
    }

    private void goOn() {
        try {
            var part = asked(() -> open().goOn());
            if (part.isPresent()) readyAt = time.in(part.get());
            else finish();
        } catch (DeviceFault fault) {
            disturbed(fault);
        }
    }

    private void finish() throws DeviceFault {
        phase = Phase.RESTING;
        read(asked(() -> open().read()));
        keep();
    }

    private void keep() {
        if (sensor != null) sensor.kept().ifPresent(text -> memory.keep(config.id(), text));
    }

    private void read(Reading raw) {
        bus.free();
        recovered();
        var reading = shaping.corrected(raw);
        var news = isNews(reading);
        var shaped = news ? shaping.shaped(raw) : new Reading();
        judged(raw);
        if (!shaped.values().isEmpty()) publish(shaped);
        lastRead = Optional.of(reading);
        answer(
                reading.values().isEmpty() && !raw.values().isEmpty()
                        ? new Answer.Failed(String.join("; ", shaping.impossible(raw)))
                        : new Answer.Values(reading));
    }

    // It answers, but may not be believed: that is a fault of its own, told once as any other.
    private void judged(Reading raw) {
        var doubt = shaping.doubt();
        if (!doubt.equals(doubted)) {
            doubt.ifPresentOrElse(
                    sentence -> {
                        Logger.warn("{} cannot be believed: {}", place(), sentence);
                        record(Kind.ERROR, new Json().put("error", sentence));
                    },
                    () -> Logger.info("{} can be believed again", place()));
            doubted = doubt;
        }
        report = report.answered(time.wall(), raw.clipped(), shaping.rejected(), doubt);
    }

    private void publish(Reading shaped) {
        var edge = tellsEvents || !hasCycle() || !cyclic;
        record(edge ? Kind.EDGE : Kind.READING, new Json().putAll(shaped));
    }

    private boolean isNews(Reading reading) {
        if (tellsEvents) return reading.values().containsKey(Quantity.EVENT);
        var repeated = !cyclic && lastRead.filter(reading::equals).isPresent();
        var asked = !cyclic && !askers.isEmpty() && !speaksUp();
        return !repeated && !asked;
    }

    private boolean speaksUp() {
        return !config.type().cyclic();
    }

    private void record(Kind kind, Json body) {
        records.keep(new Draft(kind, config.id(), body.body(), Moment.now(time)));
    }

    private void record(Summary summary) {
        var wall = time.wall().minus(time.since(summary.end()));
        var body = new Json().putAll(summary.reading()).body();
        records.keep(new Draft(Kind.READING, config.id(), body, new Moment(summary.end(), wall)));
    }

    private void failed(DeviceFault fault) {
        phase = Phase.RESTING;
        var news = !failing;
        failing = true;
        if (news) {
            Logger.warn("{} stopped answering: {}; trying again {}", place(), fault.getMessage(), pauses.plan(fault));
            record(Kind.ERROR, new Json().put("error", fault.getMessage()));
        }
        Logger.debug(fault);
        report = report.failed(time.wall(), fault.getMessage());
        shaping.interrupt();
        lastRead = Optional.empty();
        changes = 0;
        // Who asks in between changes nothing.
        if (news || cyclic) cycle.leaveAlone(pauses.after(fault));
        answer(new Answer.Failed(fault.getMessage()));
    }

    private void recovered() {
        if (!failing) return;
        failing = false;
        Logger.info("{} answers again", place());
        pauses.reset();
        // Whoever asked may have found it while it was still to be left alone.
        cycle.resume();
    }

    private void answer(Answer answer) {
        var waiting = List.copyOf(askers);
        askers.clear();
        waiting.forEach(asker -> asker.accept(answer));
    }

    /** Where it is on its bus; entries that share a chip have it in common. */
    public String chip() {
        var place = config.type().place(config.options());
        return place.isEmpty() ? config.id() : place;
    }

    private String place() {
        var place = config.type().place(config.options());
        return "%s (%s%s)".formatted(config.id(), config.type().name(), place.isEmpty() ? "" : ", " + place);
    }

    private void closeSensor() {
        keep();
        if (sensor != null) sensor.close();
        sensor = null;
    }
}
