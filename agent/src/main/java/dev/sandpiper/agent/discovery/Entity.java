package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.json.Json;
import java.util.Locale;

/**
 * One thing that appears in Home Assistant, in the shape of its device discovery, keys abbreviated as it allows.
 *
 * @param platform what it is there: {@code sensor}, {@code switch}, {@code light}
 * @param options beside the platform and what identifies it
 */
record Entity(String platform, Json options) {

    /** @param name for people, without the device's, which Home Assistant puts before it */
    static Entity of(String platform, String name) {
        return new Entity(platform, new Json().put("name", name));
    }

    Entity with(String key, String text) {
        options.put(key, text);
        return this;
    }

    Entity with(String key, long number) {
        options.put(key, number);
        return this;
    }

    /** @param json a number, a list or the like */
    Entity withJson(String key, String json) {
        options.raw(key, json);
        return this;
    }

    /** Beside what the device is for: shown apart from it. */
    Entity diagnostic() {
        return with("ent_cat", "diagnostic");
    }

    /** There, but only shown when somebody enables it. */
    Entity hidden() {
        return withJson("en", "false");
    }

    Json json(String uniqueId) {
        return new Json().put("p", platform).put("uniq_id", uniqueId).putAll(options);
    }

    /** What has it removed. */
    static Json removal(String platform) {
        return new Json().put("p", platform);
    }

    /** An id of the configuration as people would write it: {@code front-door} is "Front door". */
    static String spoken(String id) {
        var words = id.replace('-', ' ').replace('_', ' ').strip();
        return words.isEmpty() ? id : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
