package dev.sandpiper.agent.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys with values that were checked: each of the Java type its {@link Shape} names, absent ones with their default.
 *
 * @param where for messages: {@code sensors[0]}
 * @param given the places of the values that are in the file
 */
record Found(Spot spot, String where, Map<String, Object> values, Map<String, Spot> given) {

    /** The value of a key that has one unless its value was wrong. */
    <T> T get(String key, Class<T> type) {
        return maybe(key, type).orElseThrow(() -> new IllegalStateException(where(key) + " was not checked"));
    }

    <T> Optional<T> maybe(String key, Class<T> type) {
        return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    /** The elements of a list that were right; none when the key is absent. */
    <T> List<T> list(String key, Class<T> each) {
        return values.get(key) instanceof List<?> items
                ? items.stream().<T>map(each::cast).toList()
                : List.of();
    }

    boolean has(String key) {
        return given.containsKey(key);
    }

    /** Where the value is; where these keys begin when it is absent. A key inside others is {@code values.a.bytes}. */
    Spot spot(String key) {
        var dot = key.indexOf('.');
        if (dot < 0) return given.getOrDefault(key, spot);
        return values.get(key.substring(0, dot)) instanceof Found inside
                ? inside.spot(key.substring(dot + 1))
                : spot(key.substring(0, dot));
    }

    String where(String key) {
        return where.isEmpty() ? key : where + "." + key;
    }
}
