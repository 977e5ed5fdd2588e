package dev.sandpiper.agent.link;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.loop.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Tells commands that had waited at the broker from live ones: after each connect the agent publishes a ping to itself;
 * what arrives before it comes back had waited. Where it does not come back within {@value #PATIENCE_SECONDS} s (an
 * access list forbids it), what arrived until then had. A message that is marked as sent before had waited too, however
 * late it comes: some brokers repeat what an earlier connection did not acknowledge only after half a minute.
 */
final class Marker {
    private static final int PATIENCE_SECONDS = 10;
    private static final String ID = "sandpiper-marker-";
    private static final String BEGINS = "{\"id\":\"" + ID;

    private final Time time;
    private final RandomGenerator random;
    private String expected = "";
    private OptionalLong until = OptionalLong.empty();
    private Duration away = Duration.ZERO;
    private long goneAt;

    Marker(Time time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** A new connection after having been away that long. */
    void connected(Duration away) {
        this.away = away;
        goneAt = time.nanos() - away.toNanos();
        var id = ID + HexFormat.of().toHexDigits(random.nextLong());
        expected = new Json().put("id", id).put("do", "ping").toString();
        until = OptionalLong.empty();
    }

    /** The marker is on its way; before, there was no subscription and everything that came had waited. */
    void sent() {
        until = OptionalLong.of(time.in(Duration.ofSeconds(PATIENCE_SECONDS)));
    }

    byte[] payload() {
        return expected.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the message is a marker, of this or an earlier connection, and no command. */
    boolean is(byte[] payload) {
        var text = new String(payload, StandardCharsets.UTF_8);
        if (text.equals(expected)) expected = "";
        return text.startsWith(BEGINS);
    }

    /** How long the agent was away, if the message had waited. */
    Optional<Duration> waited(Arrived message) {
        if (message.duplicate()) return Optional.of(time.since(goneAt));
        var overdue = until.isPresent() && time.nanos() - until.getAsLong() >= 0;
        return !expected.isEmpty() && !overdue ? Optional.of(away) : Optional.empty();
    }
}
