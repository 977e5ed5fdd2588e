package dev.sandpiper.agent.link;

import java.util.List;

/** What a {@link Transport} reports, from any thread. */
public sealed interface LinkEvent {
    /** The attempt has come to this stage, which begins now; each stage once, in order, {@code CONNECTED} excepted. */
    record Reached(Stage stage) implements LinkEvent {}

    /**
     * The broker took the login.
     *
     * @param sessionPresent the broker still has the subscriptions and unacknowledged messages of this client id
     * @param details for the log: protocol and cipher
     */
    record Connected(boolean sessionPresent, String details) implements LinkEvent {}

    /**
     * The broker answered a SUBSCRIBE.
     *
     * @param granted per filter, in the order asked: the QoS, 0 to 2, or 128 for refused
     */
    record Subscribed(List<Integer> granted) implements LinkEvent {}

    /** The broker sent the PUBACK of the publish with this handle. */
    record Acked(long handle) implements LinkEvent {}

    /** The broker answered an UNSUBSCRIBE. */
    record Unsubscribed() implements LinkEvent {}

    /** The broker answered a {@link Transport#ping}. */
    record Pong() implements LinkEvent {}

    /**
     * A message came in. Until it is acknowledged the broker keeps it and sends it again on the next connection.
     *
     * @param packetId for {@link Transport#acknowledge}; 0 where the message was sent with QoS 0 and needs none
     * @param retained delivered because of a new subscription, hence of unknown age
     * @param duplicate sent before, by the broker's account
     */
    record Arrived(int packetId, String topic, byte[] payload, boolean retained, boolean duplicate)
            implements LinkEvent {}

    /**
     * The attempt or the connection is over: refused, lost, aborted or disconnected. Exactly once per attempt, whatever
     * happens. An event that another thread was just reporting can still follow; it means nothing any more.
     */
    record Closed(Failure failure) implements LinkEvent {}
}
