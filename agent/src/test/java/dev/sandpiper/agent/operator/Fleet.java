package dev.sandpiper.agent.operator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A roster that hears messages of the prefix {@code sandpiper}. */
final class Fleet {
    static final Instant NOW = Instant.parse("2026-11-23T06:15:05Z");

    private final Hearing hearing = new Hearing("sandpiper");
    final Roster roster;

    Fleet(int characters) {
        roster = new Roster(new Allowance(characters));
    }

    Fleet live(String topic, String payload) {
        return hear(topic, payload, Roster.Age.LIVE);
    }

    Fleet kept(String topic, String payload) {
        return hear(topic, payload, Roster.Age.KEPT);
    }

    private Fleet hear(String topic, String payload, Roster.Age age) {
        for (var heard : hearing.of("sandpiper/" + topic, payload.getBytes(StandardCharsets.UTF_8)))
            roster.hear(heard, age, NOW);
        return this;
    }
}
