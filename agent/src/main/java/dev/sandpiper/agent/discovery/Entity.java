package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.json.Json;

/**
 * One thing that appears in Home Assistant, in the shape of its device discovery, keys abbreviated as it allows.
 *
 * @param platform what it is there: {@code sensor}, {@code switch}, {@code light}
 * @param name for people
 * @param options beside the platform, the name and what identifies it
 */
record Entity(String platform, String name, Json options) {

    static Entity of(String platform, String name) {
        return new Entity(platform, name, new Json());
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

    /** @param device its name, which Home Assistant puts before that of the entity */
    Json json(String uniqueId, String device) {
        var json = new Json().put("p", platform).put("uniq_id", uniqueId);
        Names.beside(device, name).ifPresentOrElse(rest -> json.put("name", rest), () -> json.putNull("name"));
        return json.putAll(options);
    }

    /** What has it removed. */
    static Json removal(String platform) {
        return new Json().put("p", platform);
    }
}
