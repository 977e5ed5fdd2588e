package dev.sandpiper.agent.link;

import dev.sandpiper.agent.store.Refusal;
import java.time.Duration;
import java.util.Optional;

/** What the link tells the rest of the agent; called on the link's lane, must not block. */
public interface LinkUser {

    /** Kept messages may leave on this connection. */
    void online(long connection);

    /** The connection is over. */
    void offline();

    /**
     * The link has shown how fast it is; told before the acknowledgement that showed it. Each connection begins slow.
     *
     * @param bytes that it carries in about a second
     */
    void carries(int bytes);

    /** The broker has the message. */
    void acknowledged(long connection, long handle);

    /** The broker has a message of the device's own on this topic, one that is not kept. */
    void taken(String topic);

    /** The broker closes the connection on the message; told before that connection is over, and on the next ones. */
    void refused(long connection, long handle, Refusal how);

    /** What was refused may be tried again. */
    void allowed();

    /** What is said on the topic that is listened to beside commands; may be heard again. */
    void heard(byte[] payload);

    /** A message on a command topic. */
    void arrived(Received message);

    /** Whether a message on a command topic finds room; asked by any thread. While it does not, nothing is read. */
    default boolean hasRoom() {
        return true;
    }

    /**
     * A message on a command topic.
     *
     * @param name the topic's last level
     * @param waited how long the agent was away, when the message had waited at the broker
     * @param acknowledge tells the broker that it need not send it again; may be called by any thread, at any time
     */
    record Received(String name, byte[] payload, boolean retained, Optional<Duration> waited, Runnable acknowledge) {}
}
