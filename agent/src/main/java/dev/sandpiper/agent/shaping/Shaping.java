package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.loop.Cycle;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What happens to a sensor's values between the chip and the record, in this order: calibration; limits and the fastest
 * change; median, average, exponential; values derived from the others, which go the same way; windows; deadbands.
 * Confined to the sensor's lane.
 */
public final class Shaping {
    private static final Duration LONG = Duration.ofDays(1);

    private final SensorConfig config;
    private final Time time;
    private final Supplier<Duration> cycle;
    private final Map<String, OneValue> values;
    private final Correction correction;
    private final Derivation derivation;
    private final Optional<Energy> energy;
    private final Map<String, Deadband> deadbands = new HashMap<>();
    private final Map<String, Window> windowOf = new HashMap<>();
    private final Map<Duration, Window> windows = new LinkedHashMap<>();
    private long sampledAt;
    private long rejected;

    /**
     * @param cycle in which the sensor is read at present
     * @param kept what {@code keep} was told last in a former run
     * @param keep takes what the next run shall know
     */
    public Shaping(
            SensorConfig config, Time time, Supplier<Duration> cycle, Optional<String> kept, Consumer<String> keep) {
        this.config = config;
        this.time = time;
        this.cycle = cycle;
        this.values = OneValue.all(config);
        this.correction = new Correction(config, values);
        this.derivation = new Derivation(config.derivation());
        this.energy = config.derivation().values().contains(Derived.ENERGY)
                ? Optional.of(new Energy(time, kept, keep))
                : Optional.empty();
        this.sampledAt = time.nanos();
        config.values().forEach(this::add);
    }

    private void add(String name, ValueConfig rule) {
        if (rule.deadband().isPresent()) deadbands.put(name, new Deadband(rule));
        rule.window().ifPresent(config -> {
            var window = windows.computeIfAbsent(config.length(), length -> new Window(cycle(length)));
            window.watch(name, config);
            windowOf.put(name, window);
        });
    }

    private Cycle cycle(Duration length) {
        return Cycle.untilEnd(time, length, config.aligned() ? Cycle.Phase.CALENDAR : Cycle.Phase.OWN);
    }

    /** For whoever asks; is no sample. */
    public Reading corrected(Reading raw) {
        var reading = correction.of(raw);
        if (energy.isEmpty()) return reading;
        var sum = Derived.ENERGY.quantity().of(energy.get().wattHours());
        return correction.with(Derived.ENERGY.word(), sum, reading);
    }

    /** What {@link #corrected} leaves out, a sentence each. */
    public List<String> impossible(Reading raw) {
        return correction.impossible(raw);
    }

    /** What of this sample is worth publishing; may be nothing. */
    public Reading shaped(Reading raw) {
        if (config.isPlain()) return raw;
        var now = time.nanos();
        if (now - sampledAt > longestGap().toNanos()) values.values().forEach(OneValue::smoothAnew);
        sampledAt = now;
        var all = new LinkedHashMap<String, Value>();
        raw.values().forEach((name, value) -> shape(name, value, now, all));
        for (var derived : config.derivation().values())
            derived(derived, all).ifPresent(value -> shape(derived.word(), value, now, all));
        all.entrySet().removeIf(value -> !published(value.getKey(), value.getValue(), now));
        return new Reading(all, raw.clipped());
    }

    // One reading left out is still the same course of things.
    private Duration longestGap() {
        return Duration.ofNanos(cycle.get().toNanos() / 2 * 5);
    }

    private void shape(String name, Value value, long now, Map<String, Value> all) {
        var rules = values.get(name);
        if (rules == null) all.put(name, value);
        else rules.shaped(value, now).ifPresentOrElse(shaped -> all.put(name, shaped), () -> rejected++);
    }

    private Optional<Value> derived(Derived derived, Map<String, Value> values) {
        if (derived != Derived.ENERGY) return derivation.of(derived, values);
        var power = values.get("power");
        if (power == null || !OneValue.isNumber(power)) return Optional.empty();
        var sum = energy.orElseThrow();
        sum.add(OneValue.number(power), longestGap());
        return Optional.of(derived.quantity().of(sum.wattHours()));
    }

    private boolean published(String name, Value value, long now) {
        if (!OneValue.isNumber(value)) return true;
        var window = windowOf.get(name);
        if (window != null) {
            window.add(name, value);
            return false;
        }
        var deadband = deadbands.get(name);
        return deadband == null || deadband.lets(value, now);
    }

    /** What windows tell that have ended; to be asked before each sample and after each {@link #pause}. */
    public List<Summary> ended() {
        if (windows.isEmpty()) return List.of();
        return windows.values().stream()
                .flatMap(window -> window.ended().stream())
                .toList();
    }

    /** What windows tell that have begun, at the end of everything. */
    public List<Summary> cut() {
        energy.ifPresent(Energy::keep);
        return windows.values().stream()
                .flatMap(window -> window.cut(time.nanos()).stream())
                .toList();
    }

    /** How long until a window may have ended. */
    public Duration pause() {
        var pause = LONG;
        for (var window : windows.values()) pause = Step.sooner(pause, window.pause());
        return pause;
    }

    /** The sensor did not answer: the next sample has nothing to do with the last. */
    public void interrupt() {
        values.values().forEach(OneValue::begin);
        deadbands.values().forEach(Deadband::begin);
        energy.ifPresent(Energy::interrupt);
    }

    /** Samples rejected since the start. */
    public long rejected() {
        return rejected;
    }

    /** Why nobody should believe the sensor, if so; the same sentence until it can be believed again. */
    public Optional<String> doubt() {
        var sentences = values.values().stream()
                .flatMap(value -> value.doubt().stream())
                .sorted()
                .collect(Collectors.joining("; "));
        return sentences.isEmpty() ? Optional.empty() : Optional.of(sentences);
    }
}
