package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitEntry.Section;
import java.util.Optional;
import java.util.regex.Pattern;

/** An output at a pin: a relay, a lamp, a pump. */
record InitRelay(String id, int pin, Level on) {
    private static final Pattern WORDS = Pattern.compile("([a-z][a-z0-9_-]{0,63})=(\\d{1,2})(:low)?");
    private static final Pattern PIN = Pattern.compile("\\bpin: (\\d+)\\b");
    private static final int LAST_PIN = 27;

    /** What the pin has to be for the output to be on. */
    enum Level {
        HIGH,
        /** As boards with a low level trigger have it. */
        LOW
    }

    /** @param words {@code pump=22}, or {@code pump=6:low} */
    static InitRelay parse(String words) throws Failure {
        var matched = WORDS.matcher(words);
        if (!matched.matches())
            throw Failure.usage("--relay: found '%s', expected an id and a BCM pin such as pump=22, or pump=6:low"
                    .formatted(words));
        var on = matched.group(3) == null ? Level.HIGH : Level.LOW;
        return new InitRelay(matched.group(1), Integer.parseInt(matched.group(2)), on);
    }

    /** What is wrong with it beside those entries. */
    Optional<String> objection(Iterable<InitEntry> others) {
        if (!id.matches("[a-z][a-z0-9_-]{0,63}"))
            return Optional.of("found the name '%s', expected a small letter, then up to 63 of a-z, 0-9, '_' and '-'"
                    .formatted(Questions.shown(id)));
        if (id.equals("agent")) return Optional.of("'agent' is the agent's own name; take another one");
        if (pin > LAST_PIN) return Optional.of("found pin %d, expected a BCM number from 0 to 27".formatted(pin));
        for (var other : others) {
            if (other.id().equals(id)) return Optional.of("there is a '%s' already; take another name".formatted(id));
            var taken = PIN.matcher(other.line());
            if (taken.find() && Integer.parseInt(taken.group(1)) == pin)
                return Optional.of("pin %d is taken by '%s'; take another one".formatted(pin, other.id()));
        }
        return Optional.empty();
    }

    InitEntry entry() {
        var active = on == Level.LOW ? ", active: low" : "";
        var remark = on == Level.LOW ? "on at 0 V" : "active: low for a board that switches on at 0 V";
        return InitEntry.of(
                Section.ACTUATORS,
                "- { id: %s, type: gpio-output, pin: %d%s, safe: off, on_link_loss: { after: 10m } }   # %s"
                        .formatted(id, pin, active, remark));
    }
}
