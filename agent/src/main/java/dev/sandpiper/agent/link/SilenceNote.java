package dev.sandpiper.agent.link;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a broker's silence, kept over restarts.
 *
 * @param setup that it was found with; empty before the first look
 * @param looks begun with this setup
 * @param done no further look is needed
 * @param subscribed the session may still hold the subscription to this device's own topics
 * @param silent topics on which nothing came back
 */
record SilenceNote(String setup, int looks, boolean done, boolean subscribed, List<String> silent) {
    static final SilenceNote NONE = new SilenceNote("", 0, false, false, List.of());

    /** Empty when it is the note of a version that wrote another one. */
    static Optional<SilenceNote> of(String text) {
        try {
            var members = Members.of(text);
            return Optional.of(new SilenceNote(
                    Members.plain(members.getOrDefault("setup", "")),
                    Integer.parseInt(members.getOrDefault("looks", "0")),
                    Boolean.parseBoolean(members.get("done")),
                    Boolean.parseBoolean(members.get("subscribed")),
                    Members.texts(members.getOrDefault("silent", "[]"))));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    String text() {
        return new Json()
                .put("setup", setup)
                .put("looks", looks)
                .put("done", done)
                .put("subscribed", subscribed)
                .put("silent", silent)
                .toString();
    }
}
