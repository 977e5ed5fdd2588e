package dev.sandpiper.agent.discovery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a broker was last told of this device, in a shape that can be kept: the topic, then a line for each entity.
 *
 * @param topic empty: nothing, or it was taken back
 * @param platforms by the entities' keys
 */
record Told(String topic, Map<String, String> platforms) {
    static final Told NOTHING = new Told("", Map.of());

    static Told by(Announcement announcement) {
        var platforms = new LinkedHashMap<String, String>();
        announcement.entities().forEach((key, entity) -> platforms.put(key, entity.platform()));
        return new Told(announcement.topic(), platforms);
    }

    static Told of(String text) {
        var platforms = new LinkedHashMap<String, String>();
        text.lines()
                .skip(1)
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .forEach(words -> platforms.put(words[0], words[1]));
        return new Told(text.lines().findFirst().orElse(""), platforms);
    }

    String text() {
        return Stream.concat(
                        Stream.of(topic),
                        platforms.entrySet().stream().map(entity -> entity.getKey() + " " + entity.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Both, where one of them is nothing or they are of one topic; else this one alone. */
    Told and(Told next) {
        if (!topic.isEmpty() && !topic.equals(next.topic)) return this;
        var both = new LinkedHashMap<>(platforms);
        both.putAll(next.platforms);
        return new Told(next.topic, both);
    }

    /** What of it is not told any more. */
    Map<String, String> without(Told next) {
        var rest = new LinkedHashMap<>(platforms);
        rest.keySet().removeAll(next.platforms.keySet());
        return rest;
    }
}
