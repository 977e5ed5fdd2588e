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
    private static final String UNSYNCHRONISED = ",\"clock\":\"unsynchronised\"";
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Time time;
    private final Duration clockWait;
    private final Boots boots;
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    public Stamps(Time time, Duration clockWait, Boots boots) {
        this.time = time;
        this.clockWait = clockWait;
        this.boots = boots;
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
        return boots.present();
    }

    /** To be called in each turn: keeps for later processes that the clock is right; whether that is to be written. */
    boolean note() {
        return boots.note();
    }

    /** Whether the entry can be stamped right: the clock was right at some time on the boot it was recorded on. */
    boolean right(Entry entry) {
        return entry.stamped() || boots.origin(entry.boot).isPresent();
    }

    /** Whether the entry need not wait for the clock any longer. */
    boolean ready(Entry entry) {
        return right(entry) || waitedEnough(entry);
    }

    private boolean waitedEnough(Entry entry) {
        return !ofThisBoot(entry) || time.since(entry.at.nanos()).compareTo(clockWait) >= 0;
    }

    /** Fixes the entry's payload; call when {@link #ready}, and for what is not {@link #right} only as it leaves. */
    void stamp(Entry entry) {
        if (entry.stamped()) return;
        var origin = boots.origin(entry.boot);
        var at = origin.map(right -> right.plusNanos(entry.at.nanos())).orElse(entry.at.wall());
        entry.stamp(payload(entry, stampText(at), origin.isPresent() ? "" : UNSYNCHRONISED));
    }

    /** What the entry would be sent as if the clock never became right; the entry stays as it is. */
    static String unsynchronised(Entry entry) {
        return payload(entry, text(entry.at.wall()), UNSYNCHRONISED);
    }

    private static String payload(Entry entry, String ts, String clock) {
        var number = entry.kind.numbered() ? ",\"run\":" + entry.run + ",\"seq\":" + entry.seq : "";
        return "{\"ts\":\"" + ts + "\"" + number + clock + "," + entry.text() + "}";
    }

    private boolean ofThisBoot(Entry entry) {
        return entry.boot.equals(boots.present());
    }
}
