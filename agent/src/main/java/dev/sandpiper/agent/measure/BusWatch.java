package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * What the chips of a bus together tell of it. Where no transfer ends, with none of them, it is the bus that is stuck:
 * each attempt may take the kernel's time-out, about 1 s, so that one chip is tried for all, with growing pauses. Belongs
 * to the lane of the bus.
 */
public final class BusWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final String bus;
    private final Time time;
    private final Supplier<Optional<String>> clear;
    private final Set<String> chips = new HashSet<>();
    /** Those with which no transfer has ended since the last one that did end, with any chip. */
    private final Set<String> held = new HashSet<>();

    private Duration pause = FIRST_PAUSE;
    private long nextTry;
    private String lastFound = "";

    /**
     * @param bus its name for people, {@code i2c-1}
     * @param clear tries to free it; what was found and done
     */
    public BusWatch(String bus, Time time, Supplier<Optional<String>> clear) {
        this.bus = bus;
        this.time = time;
        this.clear = clear;
    }

    /** A chip that is on this bus, by its place; before the lane is started, or on it. */
    void watch(String chip) {
        chips.add(chip);
    }

    /** A chip that nothing asks any more; on the lane. */
    public void forget(String chip) {
        chips.remove(chip);
        held.remove(chip);
    }

    /** Why nothing on this bus is to be tried now. */
    Optional<DeviceFault> closed() {
        return stuck() && time.nanos() - nextTry < 0 ? Optional.of(fault()) : Optional.empty();
    }

    // Not one less: a chip that stretches the clock for too long is no matter to the others.
    private boolean stuck() {
        return !held.isEmpty() && held.size() == chips.size();
    }

    // It lasts, but it costs nothing to be told so: no reason for a sensor to stay away for long.
    private DeviceFault fault() {
        return new DeviceFault(
                Nature.LASTING,
                "%s is held down: no transfer ends; check wiring and pull-up resistors, and switch its chips off and on"
                        .formatted(bus));
    }

    /** A transfer ended, whatever the answer was. */
    void free() {
        if (stuck()) Logger.info("{} is free again", bus);
        held.clear();
        pause = FIRST_PAUSE;
        lastFound = "";
    }

    /** What is to be told of a fault of a chip: the bus's own, where it is the bus. */
    DeviceFault judged(String chip, DeviceFault fault) {
        if (fault.nature() != Nature.HELD && fault.nature() != Nature.BROKEN_OFF) {
            free();
            return fault;
        }
        var news = !stuck();
        held.add(chip);
        if (!stuck()) return fault;
        if (news) announce();
        // Somebody who asks is let through before, which changes nothing.
        if (news || time.nanos() - nextTry >= 0) clearAndWait();
        return fault();
    }

    private void clearAndWait() {
        clear.get().filter(found -> !found.equals(lastFound)).ifPresent(found -> {
            Logger.warn("{}: {}", bus, found);
            lastFound = found;
        });
        nextTry = time.in(pause);
        pause = Step.sooner(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private void announce() {
        Logger.warn(
                "{}; tried again in {}, later every {}",
                fault().getMessage(),
                Durations.format(FIRST_PAUSE),
                Durations.format(LONGEST_PAUSE));
    }
}
