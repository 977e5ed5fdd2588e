package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import java.util.Optional;

/**
 * Figures of the outbox.
 *
 * @param records kept, not acknowledged yet
 * @param bytes on the disk, log and index included
 * @param oldest time stamp of the oldest record; empty when there is none
 * @param dropped since the start
 * @param trouble why the disk cannot be used
 * @param acknowledged since the start
 * @param commits transactions since the start
 * @param aside how many of the records are not sent because the broker closes the connection on them
 * @param refused tells of those in a sentence; empty when there are none
 * @param damage tells, for a day, that the database was damaged
 */
public record OutboxReport(
        long records,
        long bytes,
        String oldest,
        long dropped,
        Optional<String> trouble,
        long acknowledged,
        long commits,
        long aside,
        Optional<String> refused,
        Optional<String> damage) {

    public Json json() {
        var json = new Json().put("records", records).put("bytes", bytes);
        var dated = oldest.isEmpty() ? json.putNull("oldest") : json.put("oldest", oldest);
        return dated.put("dropped", dropped)
                .put("store", trouble.orElse("ok"))
                .put("acknowledged", acknowledged)
                .put("commits", commits)
                .put("set_aside", aside);
    }
}
