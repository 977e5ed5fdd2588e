package dev.sandpiper.agent.store;

import dev.sandpiper.agent.payload.Format;
import dev.sandpiper.agent.payload.Part;
import dev.sandpiper.agent.payload.Payloads;
import dev.sandpiper.agent.store.Outgoing.Lane;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Makes messages of records, each in the format it was recorded under, and hands them to the link. */
final class Dispatch {
    /** Messages of a record that may be under way at a time; what is more of them leaves as one, late. */
    private static final int MOST_OF_A_RECORD = 50;

    private final Consumer<Outgoing> link;
    private Payloads payloads;

    Dispatch(Payloads payloads, Consumer<Outgoing> link) {
        this.payloads = payloads;
        this.link = link;
    }

    /** What is recorded from now on. */
    void payloads(Payloads others) {
        payloads = others;
    }

    /** A draft's body with what says how it is to be sent. */
    String marked(Draft draft) {
        return draft.kind().numbered() ? payloads.marked(draft.body()) : draft.body();
    }

    /** How many messages a record is while it is fresh. */
    int messages(Entry entry) {
        return Format.of(entry.text()) == Format.PLAIN ? parts(entry).size() : 1;
    }

    /** Whether it can be sent by itself. */
    boolean fits(Entry entry) {
        return messages(entry) <= MOST_OF_A_RECORD;
    }

    private List<Part> parts(Entry entry) {
        return switch (entry.kind) {
            case READING, EDGE, ERROR -> payloads.reading(entry.id, entry.text());
            case STATE -> payloads.state(entry.id, entry.text());
            case REPLY, GAP -> List.of(new Part(Part.WHOLE, entry.text()));
        };
    }

    /** Sends a fresh record, or tells one again that the broker keeps; as many handles as it is messages. */
    void single(long connection, List<Long> handles, Entry entry) {
        var parts = parts(entry);
        for (var i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            link.accept(new Outgoing(
                    connection,
                    handles.get(i),
                    Outgoing.lane(entry.kind),
                    entry.id,
                    part.name(),
                    utf8(part.payload()),
                    1));
        }
    }

    /** An upper bound of what a record takes in a history message, in bytes, with a comma. */
    int size(Entry entry) {
        if (Format.of(entry.text()) != Format.SENML) return entry.size();
        var record = entry.stamped() ? entry.text() : Stamps.unsynchronised(entry);
        return utf8(payloads.part(entry.id, record)).length + Entry.room(entry);
    }

    /** What late records of one id look like together. */
    byte[] history(List<Entry> entries) {
        return utf8(payloads.late(
                entries.getFirst().id, entries.stream().map(Entry::text).toList()));
    }

    /** What a late record looks like by itself. */
    byte[] late(Entry entry) {
        return utf8(payloads.late(entry.id, entry.text()));
    }

    void history(long connection, long handle, List<Entry> entries, byte[] payload) {
        link.accept(new Outgoing(connection, handle, Lane.HISTORY, entries.getFirst().id, payload, entries.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
