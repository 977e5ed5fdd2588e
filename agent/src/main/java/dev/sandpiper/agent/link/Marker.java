package dev.sandpiper.agent.link;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.loop.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells commands that had waited at the broker from live ones: after each connect the agent publishes a ping to itself;
 * what arrives before it comes back had waited. Where it does not come back within {@value #PATIENCE_SECONDS} s (an
 * access list forbids it), what arrived until then had. Time in which the broker waited for this device does not count: in
 * a flood of commands that had waited the marker is behind them. A message that is marked as sent before had waited too, however
 * late it comes: some brokers repeat what an earlier connection did not acknowledge only after half a minute.
 */
final class Marker {
    private static final int PATIENCE_SECONDS = 10;
    private static final String ID = "sandpiper-marker-";
    /** Eight digits of the process that sent it, then sixteen of the connection. */
    private static final Pattern ANY = Pattern.compile("\\{\"id\":\"" + ID + "([0-9a-f]{8})?[0-9a-f]{16}\".*");

    private static final String NOTE = "markers";
    /** A broker keeps what was sent to this device for days; it is rarely started that often meanwhile. */
    private static final int MOST_REMEMBERED = 20;

    private final Time time;
    private final RandomGenerator random;
    private final String process;
    /** Those of this agent's runs, this one included, the newest last. */
    private final List<String> own;

    private final LinkMemory memory;
    private boolean remembered;
    private String expected = "";
    private final Inflow inflow;
    private Optional<Duration> sentAt = Optional.empty();
    private Duration away = Duration.ZERO;
    private long goneAt;

    Marker(Time time, RandomGenerator random, Inflow inflow, LinkMemory memory) {
        this.time = time;
        this.random = random;
        this.process = HexFormat.of().toHexDigits(random.nextInt());
        var former = memory.recall(NOTE).map(text -> List.of(text.split(" "))).orElse(List.of());
        this.own = Stream.concat(former.stream().skip(Math.max(0, former.size() - MOST_REMEMBERED)), Stream.of(process))
                .toList();
        this.inflow = inflow;
        this.memory = memory;
    }

    /** A new connection after having been away that long. */
    void connected(Duration away) {
        remember();
        this.away = away;
        goneAt = time.nanos() - away.toNanos();
        var id = ID + process + HexFormat.of().toHexDigits(random.nextLong());
        expected = new Json().put("id", id).put("do", "ping").toString();
        sentAt = Optional.empty();
    }

    private void remember() {
        if (!remembered) memory.keep(NOTE, String.join(" ", own));
        remembered = true;
    }

    /** The marker is on its way; before, there was no subscription and everything that came had waited. */
    void sent() {
        sentAt = Optional.of(inflow.free());
    }

    byte[] payload() {
        return expected.getBytes(StandardCharsets.UTF_8);
    }

    /** Who sent a marker. */
    enum Sender {
        /** Nobody: it is no marker but a command. */
        NONE,
        /** This agent, now or before: the broker had kept it. */
        SELF,
        /** An agent with the same device id, or a former run that nobody remembers; alive or not. */
        UNKNOWN,
        /** An agent that lives now and has the same device id. */
        ANOTHER
    }

    Sender sender(Arrived message) {
        var text = new String(message.payload(), StandardCharsets.UTF_8);
        var marker = ANY.matcher(text);
        if (!marker.matches()) return Sender.NONE;
        // What the broker had kept, or sends once more, says nothing about who lives now.
        var waiting = !expected.isEmpty();
        if (text.equals(expected)) expected = "";
        var by = marker.group(1);
        if (by == null || own.contains(by)) return Sender.SELF;
        return waiting || message.retained() || message.duplicate() ? Sender.UNKNOWN : Sender.ANOTHER;
    }

    /** How long the agent was away, if the message had waited. */
    Optional<Duration> waited(Arrived message) {
        if (message.duplicate()) return Optional.of(time.since(goneAt));
        return !expected.isEmpty() && !isOverdue() ? Optional.of(away) : Optional.empty();
    }

    private boolean isOverdue() {
        return sentAt.filter(then -> inflow.free().minus(then).toSeconds() >= PATIENCE_SECONDS)
                .isPresent();
    }
}
