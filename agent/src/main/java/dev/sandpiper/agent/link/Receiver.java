package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.LinkEvent.Arrived;
import java.util.function.UnaryOperator;

/**
 * What came in: commands and what the neighbour says go to the user, the marker to its owner, anything else is
 * acknowledged and forgotten.
 */
final class Receiver {
    private final Topics topics;
    private final Marker marker;
    private final LinkUser user;
    private final Inflow inflow;
    private final Runnable onForeignMarker;

    /** @param onForeignMarker told when an agent that lives now has the same device id */
    Receiver(Topics topics, Marker marker, Inflow inflow, LinkUser user, Runnable onForeignMarker) {
        this.topics = topics;
        this.marker = marker;
        this.inflow = inflow;
        this.user = user;
        this.onForeignMarker = onForeignMarker;
    }

    /**
     * @param acknowledging makes of what is to be done with it what tells the broker, which any thread may call at any time
     */
    void arrived(Arrived message, UnaryOperator<Runnable> acknowledging) {
        if (topics.isNeighbour(message.topic())) user.heard(message.payload());
        // The session may hold subscriptions of another configuration, or of another client with this id.
        var foreign = !topics.isCommand(message.topic());
        if (foreign || isMarker(message)) {
            acknowledging.apply(() -> {}).run();
            return;
        }
        var waited = marker.waited(message);
        inflow.comes();
        user.arrived(new LinkUser.Received(
                topics.lastLevel(message.topic()),
                message.payload(),
                message.retained(),
                waited,
                acknowledging.apply(inflow::isAcknowledged)));
    }

    private boolean isMarker(Arrived message) {
        if (!message.topic().equals(topics.agentCommand())) return false;
        var sender = marker.sender(message);
        if (sender == Marker.Sender.ANOTHER) onForeignMarker.run();
        return sender != Marker.Sender.NONE;
    }
}
