package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import java.nio.charset.StandardCharsets;

/** One record in memory, on its way from its draft to the broker's acknowledgement. Belongs to the store thread. */
final class Entry {
    private static final int STAMP_BYTES = 128;
    private static final String TS = "\"ts\":\"";
    private static final int TS_LENGTH = "2026-11-23T06:15:04.120Z".length();

    final long key;
    final long run;
    final long seq;
    final Kind kind;
    final String id;
    /** When it happened; {@code nanos} counts only on the boot that is in {@code boot}. */
    final Moment at;
    /** The boot it was recorded on, until it is stamped. */
    final String boot;

    final Runnable onAcknowledged;

    /** The draft's body while it is not stamped, afterwards what all that is sent follows from. */
    private String text;

    private boolean stamped;
    private boolean onDisk;
    private boolean left;

    Entry(long key, long run, long seq, Kind kind, String id, Moment at, String boot, String text, Runnable acked) {
        this.key = key;
        this.run = run;
        this.seq = seq;
        this.kind = kind;
        this.id = id;
        this.at = at;
        this.boot = boot;
        this.text = text;
        this.onAcknowledged = acked;
    }

    /** An entry read back from the disk. */
    static Entry stored(
            long key, long run, long seq, Kind kind, String id, Moment at, String boot, String text, boolean stamped) {
        var entry = new Entry(key, run, seq, kind, id, at, boot, text, () -> {});
        entry.stamped = stamped;
        entry.onDisk = true;
        return entry;
    }

    String text() {
        return text;
    }

    /** Its time stamp, or what the clock showed when it has none yet. */
    String ts() {
        // A reply's own stamp stands behind its data, which may hold another.
        var key = stamped ? text.lastIndexOf(TS) : -1;
        return key < 0 ? Stamps.text(at.wall()) : text.substring(key + TS.length(), key + TS.length() + TS_LENGTH);
    }

    byte[] payload() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An upper bound of what it takes in a message, in bytes, with a comma. */
    int size() {
        return payload().length + room(this);
    }

    /** What is added to a record in a message: a comma, and the stamp that it may not have yet. */
    static int room(Entry entry) {
        return entry.stamped ? 1 : STAMP_BYTES;
    }

    boolean stamped() {
        return stamped;
    }

    /** Fixes what will be sent, for ever. */
    void stamp(String payload) {
        text = payload;
        stamped = true;
    }

    boolean onDisk() {
        return onDisk;
    }

    void written() {
        onDisk = true;
    }

    /** Whether it was handed to the link, on whichever connection: it may have arrived. */
    boolean left() {
        return left;
    }

    void leaves() {
        left = true;
    }

    /** The database that held it is gone. */
    void lost() {
        onDisk = false;
    }
}
