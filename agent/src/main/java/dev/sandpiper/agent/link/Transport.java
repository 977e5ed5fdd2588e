package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One attempt to connect and, if it succeeds, the connection. Used by one thread; reports to its listener from any
 * thread. Never reused: the next attempt is a new transport.
 */
public interface Transport extends AutoCloseable {
    /** Unacknowledged publishes a transport takes; beyond it the attempt ends, since the caller's count must be wrong. */
    int WINDOW = 200;

    /** Returns at once; later {@link LinkEvent.Connected} or {@link LinkEvent.Closed}. */
    void connect();

    /** Asks for QoS 1; later {@link LinkEvent.Subscribed}. Without effect when not connected. */
    void subscribe(List<String> filters);

    /** Ends subscriptions; later {@link LinkEvent.Unsubscribed}. Without effect when not connected. */
    void unsubscribe(List<String> filters);

    /** Sends a PINGREQ; later {@link LinkEvent.Pong}. Without effect when not connected. */
    void ping();

    /**
     * Sends with QoS 1; later {@link LinkEvent.Acked} with the handle, or never when the connection ends first: then
     * the broker may or may not have it. Without effect when not connected.
     *
     * @param topic without wildcards, at most 65535 bytes of UTF-8
     * @throws IllegalArgumentException if the topic is not one
     */
    void publish(long handle, String topic, byte[] payload, Retain retain);

    /** Sends the PUBACK for a {@link LinkEvent.Arrived}. Without effect for 0, and when no longer connected. */
    void acknowledge(int packetId);

    /**
     * Sends what is queued and a DISCONNECT, so that the last will stays unpublished; then {@link LinkEvent.Closed}.
     * Blocks for a few milliseconds on a healthy link and at most {@value #DISCONNECT_MILLIS} ms on any.
     */
    void disconnect();

    /** See {@link #disconnect}. */
    long DISCONNECT_MILLIS = 2_000;

    /** The one forced exit: works in every state, at once, also from another thread; then {@link LinkEvent.Closed}. */
    void abort();

    /** This device's address that the connection goes out from; empty when it is not known. */
    default Optional<InetAddress> localAddress() {
        return Optional.empty();
    }

    /** What has moved so far. */
    Traffic traffic();

    /** When the broker's certificates and the authority above them end; known once the handshake is done. */
    List<Expiry> expiries();

    /** The same as {@link #abort}. */
    @Override
    default void close() {
        abort();
    }

    /** How the link gets a transport: Paho in the agent, a model of a broker in simulations. */
    interface Opener {
        Transport open(BrokerAddress address, Login login, Listener listener);
    }

    /** Who hears of what happens; called by any thread, must neither block nor throw. */
    interface Listener extends Consumer<LinkEvent> {
        /** While it is false a connection is not read, soon after. */
        default boolean hasRoom() {
            return true;
        }
    }
}
