package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * How long a quiet connection is left alone before it is pinged: as configured, or shorter to a broker on whose way
 * quiet connections are forgotten. The broker is told the configured time only, so that this can change at any moment.
 */
final class KeepAlive {
    private static final Duration LEAST = Duration.ofSeconds(15);
    private static final Duration DAY = Duration.ofDays(1);
    /** What counts as quiet even where half the interval is longer. */
    private static final Duration QUIET = Duration.ofSeconds(10);
    /** Two connections that were closed after quiet times so close to each other were closed for being quiet. */
    private static final double SAME = 0.2;

    /** The interval, and since when; both in seconds. */
    private static final Pattern NOTE = Pattern.compile("(\\d{1,9}) (\\d{1,11})");

    private final Duration configured;
    private final LinkMemory memory;
    private final Time time;
    private final Map<String, Lowered> lowered = new HashMap<>();
    private @Nullable BrokerAddress address;
    private boolean suspected;
    private Duration lastQuiet = Duration.ZERO;

    /** @param nextRaise when it may be tried longer again */
    private record Lowered(Duration interval, long nextRaise) {}

    KeepAlive(Duration configured, List<BrokerAddress> addresses, LinkMemory memory, Time time) {
        this.configured = configured;
        this.memory = memory;
        this.time = time;
        for (var each : addresses) memory.recall(note(each)).ifPresent(text -> recall(each, text));
    }

    /** For the present address. */
    Duration interval() {
        var low = address == null ? null : lowered.get(address.url());
        return low == null ? configured : low.interval;
    }

    /** A connection was made, by the first attempt after the last one ended or not. */
    void connected(BrokerAddress to, Attempts attempts) {
        if (to.equals(address) && suspected && attempts == Attempts.ONE) lower(to);
        suspected = false;
        address = to;
    }

    /** How many attempts a connection took. */
    enum Attempts {
        ONE,
        SEVERAL
    }

    /** A connection was found dead when it had been quiet so long: whether that is taken for the reason. */
    boolean diedAfter(Duration quiet) {
        return suspect(quiet.compareTo(interval().dividedBy(2)) >= 0);
    }

    /**
     * The other side closed a connection that was quiet so long, or broke it off: whether that is taken for the reason.
     * A broker that restarts does the same, so that it takes two times after the same quiet time.
     */
    boolean closedAfter(Duration quiet) {
        var difference = quiet.minus(lastQuiet).abs().toMillis();
        var same = difference <= SAME * quiet.toMillis();
        lastQuiet = quiet;
        var half = interval().dividedBy(2);
        return suspect(same && quiet.compareTo(half.compareTo(QUIET) < 0 ? half : QUIET) >= 0);
    }

    private boolean suspect(boolean reason) {
        suspected = reason && interval().compareTo(LEAST) > 0;
        return suspected;
    }

    private void lower(BrokerAddress to) {
        var half = interval().dividedBy(2);
        set(to, half.compareTo(LEAST) > 0 ? half : LEAST);
        Logger.info(
                "quiet connections to {} are lost: it is pinged after {} s from now on",
                to.url(),
                interval().toSeconds());
    }

    /** After a day at a shorter time a longer one is tried again; asked now and then while connected. */
    void look() {
        var low = address == null ? null : lowered.get(address.url());
        if (low != null && time.nanos() - low.nextRaise >= 0) set(address, low.interval.multipliedBy(2));
    }

    private void set(BrokerAddress to, Duration interval) {
        if (interval.compareTo(configured) >= 0) {
            lowered.remove(to.url());
            memory.keep(note(to), "");
            return;
        }
        lowered.put(to.url(), new Lowered(interval, time.in(DAY)));
        memory.keep(note(to), interval.toSeconds() + " " + time.wall().getEpochSecond());
    }

    private static String note(BrokerAddress address) {
        return "keep-alive " + address.url();
    }

    // A clock that is not right yet cannot tell how old a note is: then its day begins now.
    private void recall(BrokerAddress address, String text) {
        var note = NOTE.matcher(text);
        if (!note.matches()) return;
        var interval = Duration.ofSeconds(Long.parseLong(note.group(1)));
        var since = Instant.ofEpochSecond(Long.parseLong(note.group(2)));
        var left = DAY.minus(time.synchronised() ? Duration.between(since, time.wall()) : Duration.ZERO);
        var bounded = left.isNegative() ? Duration.ZERO : left.compareTo(DAY) > 0 ? DAY : left;
        if (interval.compareTo(configured) < 0) lowered.put(address.url(), new Lowered(interval, time.in(bounded)));
    }
}
