package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What only the running agent knows of its outbox, for a command that reads the file by itself: records that are not on
 * the disk, and rows there that the broker has and that are not deleted yet.
 *
 * @param records some of those in memory only, by key, oldest first
 * @param sent keys of rows that wait for their deletion only
 */
public record Waiting(List<Kept> records, KeyRanges sent) {
    /** A command's question must not hold up the store: so many at once, then the next question. */
    static final int PAGE = 500;

    /** Whether there may be more behind {@link #last}. */
    public boolean more() {
        return records.size() == PAGE;
    }

    /** The key to ask on from. */
    public long last() {
        return records.getLast().key();
    }

    public Json json() {
        Map<String, Json> all = new LinkedHashMap<>();
        records.forEach(record -> all.put(Long.toString(record.key()), record.json()));
        return new Json().put("records", all).put("sent", sent.toString());
    }

    /** The agent's answer, taken apart. */
    public static Waiting parse(Map<String, String> answer) {
        var records = Members.of(answer.getOrDefault("records", "{}")).entrySet().stream()
                .map(record -> Kept.parse(record.getKey(), Members.of(record.getValue())))
                .toList();
        return new Waiting(records, KeyRanges.parse(Members.plain(answer.getOrDefault("sent", "\"\""))));
    }
}
