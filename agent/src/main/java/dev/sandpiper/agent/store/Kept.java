package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.payload.Format;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A record that waits, for people's eyes: what is kept does not change by it.
 *
 * @param run that keeps it
 * @param seq 0 for a reply or a gap
 * @param id of the sensor or actuator; the name in {@code reply/<name>}; empty for a gap
 * @param aside not sent because the broker closes the connection on it
 * @param ts its time stamp
 * @param payload the record as the contract has it, in whichever format it is sent; without a stamp yet, what would be sent if the clock never became right
 */
public record Kept(long key, long run, long seq, Kind kind, String id, boolean aside, String ts, String payload) {

    static Kept of(Entry entry, boolean aside) {
        var record = entry.stamped() ? entry.text() : Stamps.unsynchronised(entry);
        var payload = Format.unmarked(record);
        return new Kept(entry.key, entry.run, entry.seq, entry.kind, entry.id, aside, entry.ts(), payload);
    }

    /** The name of the kind in what is shown: {@code reading}. */
    public String kindName() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    int bytes() {
        return payload.getBytes(StandardCharsets.UTF_8).length;
    }

    /** For the way from the agent to a command; the key stands outside. */
    Json json() {
        return new Json()
                .put("run", run)
                .put("seq", seq)
                .put("kind", kind.name())
                .put("id", id)
                .put("aside", aside)
                .put("ts", ts)
                .put("payload", payload);
    }

    static Kept parse(String key, Map<String, String> members) {
        return new Kept(
                Long.parseLong(key),
                Long.parseLong(members.getOrDefault("run", "0")),
                Long.parseLong(members.getOrDefault("seq", "0")),
                Kind.valueOf(text(members, "kind")),
                text(members, "id"),
                members.getOrDefault("aside", "").equals("true"),
                text(members, "ts"),
                text(members, "payload"));
    }

    private static String text(Map<String, String> members, String name) {
        return Members.plain(members.getOrDefault(name, "\"\""));
    }
}
