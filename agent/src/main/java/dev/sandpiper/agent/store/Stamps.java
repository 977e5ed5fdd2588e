package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Time stamps. A Pi has no clock battery: what was recorded before its clock was right is stamped when it becomes
 * right, by the clock that never jumps; after {@code clockWait} it leaves with {@code "clock":"unsynchronised"}.
 */
public final class Stamps {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Time time;
    private final Duration clockWait;
    private final String boot;
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    /**
     * @param boot names the device's present boot, so that a record's monotonic time of another is not believed
     */
    public Stamps(Time time, Duration clockWait, String boot) {
        this.time = time;
        this.clockWait = clockWait;
        this.boot = boot;
    }

    /** An instant as it stands in every payload: 24 characters, UTC, milliseconds, {@code Z}. */
    public static String text(Instant instant) {
        var shown = instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
        return FORMAT.format(shown);
    }

    // Of the records of one second only the milliseconds are made into text, which takes an eighth of the time.
    private String stampText(Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) return text(instant);
        if (instant.getEpochSecond() != second) {
            second = instant.getEpochSecond();
            secondText = text(instant).substring(0, "2026-11-23T06:15:04.".length());
        }
        var millis = Integer.toString(1000 + instant.getNano() / 1_000_000);
        return secondText + millis.substring(1) + "Z";
    }

    String boot() {
        return boot;
    }

    /** Whether the entry need not wait for the clock any longer. */
    boolean ready(Entry entry) {
        return entry.stamped() || time.synchronised() || waitedEnough(entry);
    }

    private boolean waitedEnough(Entry entry) {
        return !ofThisBoot(entry) || time.since(entry.at.nanos()).compareTo(clockWait) >= 0;
    }

    /** Fixes the entry's payload; call when {@link #ready}. */
    void stamp(Entry entry) {
        if (entry.stamped()) return;
        var right = time.synchronised() && ofThisBoot(entry);
        var at = right ? time.wall().minus(time.since(entry.at.nanos())) : entry.at.wall();
        entry.stamp(payload(entry, stampText(at), right ? "" : ",\"clock\":\"unsynchronised\""));
    }

    private static String payload(Entry entry, String ts, String clock) {
        var number = entry.kind.numbered() ? ",\"run\":" + entry.run + ",\"seq\":" + entry.seq : "";
        return "{\"ts\":\"" + ts + "\"" + number + clock + "," + entry.text() + "}";
    }

    private boolean ofThisBoot(Entry entry) {
        return entry.boot.equals(boot);
    }
}
