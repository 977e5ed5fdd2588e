package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.LinkEvent.Arrived;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What came in: commands and what the neighbour says go to the user, the marker to its owner, anything else is
 * acknowledged and forgotten.
 */
final class Receiver implements Inflow {
    private final Topics topics;
    private final Marker marker;
    private final LinkUser user;
    private final Runnable onForeignMarker;
    private long commands;
    /** Of the present connection; counted down by any thread. */
    private AtomicInteger unacknowledged = new AtomicInteger();

    /** @param onForeignMarker told when an agent that lives now has the same device id */
    Receiver(Topics topics, Marker marker, LinkUser user, Runnable onForeignMarker) {
        this.topics = topics;
        this.marker = marker;
        this.user = user;
        this.onForeignMarker = onForeignMarker;
    }

    /** A new connection: the broker sends again what was not acknowledged. */
    void begin() {
        unacknowledged = new AtomicInteger();
    }

    @Override
    public long commands() {
        return commands;
    }

    @Override
    public boolean owes() {
        return unacknowledged.get() > 0;
    }

    /** @param acknowledge tells the broker; may be called by any thread, at any time */
    void arrived(Arrived message, Runnable acknowledge) {
        if (topics.isNeighbour(message.topic())) user.heard(message.payload());
        // The session may hold subscriptions of another configuration, or of another client with this id.
        var foreign = !topics.isCommand(message.topic());
        if (foreign || isMarker(message)) {
            acknowledge.run();
            return;
        }
        commands++;
        user.arrived(new LinkUser.Received(
                topics.commandName(message.topic()),
                message.payload(),
                message.retained(),
                marker.waited(message),
                counted(acknowledge)));
    }

    private Runnable counted(Runnable acknowledge) {
        var present = unacknowledged;
        present.incrementAndGet();
        return () -> {
            present.decrementAndGet();
            acknowledge.run();
        };
    }

    private boolean isMarker(Arrived message) {
        if (!message.topic().equals(topics.agentCommand())) return false;
        var sender = marker.sender(message);
        if (sender == Marker.Sender.ANOTHER) onForeignMarker.run();
        return sender != Marker.Sender.NONE;
    }
}
