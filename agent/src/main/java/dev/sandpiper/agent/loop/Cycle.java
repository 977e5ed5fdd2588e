package dev.sandpiper.agent.loop;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When something that is done again and again is due: reckoned from when it was due last, not from when it was done, so
 * that it never drifts. What was missed is left out.
 *
 * <p>By the calendar it is due at whole multiples of its length since 1970, UTC, as soon as the clock is right; when the
 * clock turns out to have been wrong, the next time moves by half a length at most. Until then it goes by itself.
 */
public final class Cycle {
    /** How soon a calendar that became right is noticed. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final BigInteger NANOS_A_SECOND = BigInteger.valueOf(1_000_000_000);

    private final Time time;
    private final Phase phase;
    private Duration every;
    private long dueAt;
    private boolean onCalendar;
    /** On the calendar it is due at the first multiple after this, so that none is due twice and none is missed. */
    private long notUntil;

    private Optional<Instant> origin;
    /** What the calendar showed, by the length of the cycle, when the clock that never jumps was 0. */
    private long shift;

    /** What its times go by. */
    public enum Phase {
        /** Its first one. */
        OWN,
        CALENDAR
    }

    private Cycle(Time time, Duration every, Phase phase) {
        this.time = time;
        this.every = every;
        this.phase = phase;
        this.dueAt = time.nanos();
        this.origin = phase == Phase.CALENDAR ? time.origin() : Optional.empty();
        shift();
    }

    /** Due at once. */
    public static Cycle fromNow(Time time, Duration every, Phase phase) {
        return new Cycle(time, every, phase);
    }

    /** Due at its end. */
    public static Cycle untilEnd(Time time, Duration every, Phase phase) {
        var cycle = new Cycle(time, every, phase);
        cycle.next();
        return cycle;
    }

    public Duration every() {
        return every;
    }

    public boolean due() {
        settle();
        return time.nanos() - dueAt >= 0;
    }

    /** When it was, or will be, due. */
    public long dueAt() {
        return dueAt;
    }

    /** How long to wait at most before asking again. */
    public Duration pause() {
        settle();
        var until = time.until(dueAt);
        return phase == Phase.CALENDAR ? Step.sooner(until, LOOK) : until;
    }

    /** On to the next time. */
    public void next() {
        settle();
        var length = every.toNanos();
        if (origin.isEmpty()) dueAt += length * Math.max(1, (time.nanos() - dueAt) / length + 1);
        else nextOnCalendar(onCalendar ? Math.max(time.nanos(), dueAt + length / 2 - 1) : time.nanos());
    }

    private void nextOnCalendar(long after) {
        notUntil = after;
        dueAt = multipleAfter(after);
        onCalendar = true;
    }

    /** From now on it is this long, counted from when it was due last. */
    public void every(Duration length) {
        var before = dueAt - every.toNanos();
        every = length;
        shift();
        if (time.nanos() - dueAt >= 0) return;
        if (origin.isPresent()) nextOnCalendar(time.nanos());
        else dueAt = before + length.toNanos() * (Math.floorDiv(time.nanos() - before, length.toNanos()) + 1);
    }

    /** Not before {@code pause} has passed; by whole lengths, where it is short, so that its times stay. */
    public void leaveAlone(Duration pause) {
        if (pause.compareTo(every) < 0) {
            dueAt = time.in(pause);
            onCalendar = false;
        } else {
            dueAt += every.toNanos() * (pause.dividedBy(every) - 1);
            notUntil = dueAt - every.toNanos() / 2 - 1;
        }
    }

    /** Ends what {@link #leaveAlone} began. */
    public void resume() {
        if (time.until(dueAt).compareTo(every) <= 0) return;
        dueAt = time.nanos();
        onCalendar = false;
        next();
    }

    private void settle() {
        if (phase == Phase.OWN) return;
        var known = time.origin();
        if (known.equals(origin)) return;
        origin = known;
        shift();
        if (known.isEmpty() || time.nanos() - dueAt >= 0) return;
        if (onCalendar) dueAt = Math.max(time.nanos(), multipleAfter(notUntil));
        else nextOnCalendar(time.nanos());
    }

    private void shift() {
        shift = origin.map(known -> BigInteger.valueOf(known.getEpochSecond())
                        .multiply(NANOS_A_SECOND)
                        .add(BigInteger.valueOf(known.getNano()))
                        .mod(BigInteger.valueOf(every.toNanos()))
                        .longValue())
                .orElse(0L);
    }

    private long multipleAfter(long nanos) {
        return nanos + every.toNanos() - Math.floorMod(nanos + shift, every.toNanos());
    }
}
