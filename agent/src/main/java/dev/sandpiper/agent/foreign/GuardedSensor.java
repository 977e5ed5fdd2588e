package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.tinylog.Logger;

/** A foreign sensor that cannot hang its lane, end its thread, or publish what its type does not declare. */
final class GuardedSensor implements Sensor {
    private static final Duration LONGEST_PART = Duration.ofHours(1);
    private static final int MOST_PARTS = 1000;
    private static final int LONGEST_NOTE = 4096;

    /** So many changes that nobody has looked at say no more than fewer. */
    private static final int MOST_CHANGES = 64;

    private final Sensor foreign;
    private final Helper helper;
    private final ReadingReview review;
    private final AtomicInteger changes = new AtomicInteger();
    private int parts;
    private boolean closed;

    /** @param helper closed with this sensor */
    GuardedSensor(Sensor foreign, Helper helper, ReadingReview review) {
        this.foreign = foreign;
        this.helper = helper;
        this.review = review;
    }

    @Override
    public Duration start() throws DeviceFault {
        changes.set(0);
        parts = 0;
        return helper.ask("start", () -> part(Guarded.given(foreign.start())));
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        parts++;
        return helper.ask("goOn", () -> {
            var part = foreign.goOn();
            if (part.isPresent() && parts > MOST_PARTS)
                throw new Refused("found more than %d parts of a conversion".formatted(MOST_PARTS));
            return part.map(GuardedSensor::part);
        });
    }

    private static Duration part(Duration part) {
        if (part.isNegative() || part.compareTo(LONGEST_PART) > 0)
            throw new Refused("found a conversion of %s, expected none to %s".formatted(part, LONGEST_PART));
        return part;
    }

    @Override
    public Reading read() throws DeviceFault {
        return helper.ask("read", () -> review.checked(foreign.read()));
    }

    @Override
    public void onChange(Runnable changed) {
        attempt(
                "onChange",
                () -> foreign.onChange(() -> {
                    if (changes.getAndIncrement() < MOST_CHANGES) changed.run();
                }));
    }

    @Override
    public Optional<String> kept() {
        if (closed || helper.hangs()) return Optional.empty();
        try {
            return helper.ask(
                    "kept", () -> Objects.requireNonNull(foreign.kept()).filter(GuardedSensor::fits));
        } catch (DeviceFault fault) {
            Logger.warn("{}", fault.getMessage());
            return Optional.empty();
        }
    }

    private static boolean fits(String note) {
        if (note.length() > LONGEST_NOTE)
            throw new Refused(
                    "found %d characters to keep, expected at most %d".formatted(note.length(), LONGEST_NOTE));
        return true;
    }

    @Override
    public void recall(String kept) {
        attempt("recall", () -> foreign.recall(kept));
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        attempt("close", foreign::close);
        helper.close();
    }

    private void attempt(String question, Runnable action) {
        try {
            helper.ask(question, () -> {
                action.run();
                return question;
            });
        } catch (DeviceFault fault) {
            Logger.warn("{}", fault.getMessage());
        }
    }
}
