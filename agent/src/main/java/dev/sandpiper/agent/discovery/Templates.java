package dev.sandpiper.agent.discovery;

import java.time.Duration;

/**
 * Jinja templates that Home Assistant renders: with {@code value_json}, what came; with {@code value} or {@code
 * brightness}, what somebody wants. {@code none} makes a state unknown, the empty text leaves it as it is.
 *
 * <p>Members are named in brackets: with a dot {@code items} would be a method of Python's.
 */
final class Templates {
    private static final String UNLESS_ERROR = "{{ none if value_json.error is defined else %s }}";

    private Templates() {}

    /** A number of a reading; one that stayed within its deadband is left as it is. */
    static String number(String name) {
        return UNLESS_ERROR.formatted("value_json['%s']|default('')".formatted(name));
    }

    /** Whatever a reading says. */
    static String any(String name) {
        return UNLESS_ERROR.formatted("value_json['%s']|default(none)".formatted(name));
    }

    static String flag(String name) {
        return UNLESS_ERROR.formatted("'ON' if value_json['%s'] else 'OFF'".formatted(name));
    }

    /** The newest value of a message with gathered readings, unless that is older than it should be. */
    static String newest(String name, Duration age) {
        return ofNewest(name, age, "r[-1]['%s']".formatted(name));
    }

    static String newestFlag(String name, Duration age) {
        return ofNewest(name, age, "'ON' if r[-1]['%s'] else 'OFF'".formatted(name));
    }

    // Old ones, from an outage, would be shown as those of the moment. A lone reading need not be wrapped.
    private static String ofNewest(String name, Duration age, String what) {
        return ("{%% set r = value_json.readings|default([value_json])|selectattr('%s','defined')|list %%}"
                        + "{{ (%s) if r and utcnow().timestamp() - as_timestamp(r[-1]['ts']) < %d else '' }}")
                .formatted(name, what, age.toSeconds());
    }

    /** What happened, in the shape that Home Assistant's events have. */
    static String event(String name) {
        return "{%% if value_json['%1$s'] is defined %%}{\"event_type\":\"{{ value_json['%1$s'] }}\"}{%% endif %%}"
                .formatted(name);
    }

    /** Whether an output is on. */
    static String isOn() {
        return "{{ 'ON' if value_json['value'] else 'OFF' }}";
    }

    /** Where an output stands. */
    static String position() {
        return "{{ value_json['value'] }}";
    }

    /** Whether a light shines. */
    static String shines() {
        return "{{ 'on' if value_json['value'] > 0 else 'off' }}";
    }

    /** Home Assistant counts brightness to 255; one that it would round to nothing is its least. */
    static String brightness() {
        return "{{ [(value_json['value'] * 255)|round|int, 1 if value_json['value'] > 0 else 0]|max }}";
    }

    /** A part of the health message; unknown on devices that have no such thing. */
    static String health(String path) {
        return "{{ value_json.%s|default(none) }}".formatted(path);
    }

    /** The same where it is a flag. */
    static String healthFlag(String path) {
        return "{{ none if value_json.%1$s|default(none) is none else 'ON' if value_json.%1$s else 'OFF' }}"
                .formatted(path);
    }

    /** @param value a template, of a JSON value */
    static String command(String value, Duration validFor) {
        return "{\"value\":%s,%s}".formatted(value, oneTime(validFor));
    }

    /** @param what as in {@code do} */
    static String agentCommand(String what, Duration validFor) {
        return "{\"do\":\"%s\",%s}".formatted(what, oneTime(validFor));
    }

    // Executed once however often it is delivered, and never when it comes late.
    private static String oneTime(Duration validFor) {
        return "\"id\":\"ha-{{ utcnow().timestamp() }}\",\"expires\":\"{{ (utcnow() + timedelta(seconds=%d)).isoformat() }}\""
                .formatted(validFor.toSeconds());
    }
}
