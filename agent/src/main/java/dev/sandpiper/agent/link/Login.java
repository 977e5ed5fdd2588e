package dev.sandpiper.agent.link;

import java.time.Duration;
import java.util.Optional;

/**
 * What this device says of itself when it connects.
 *
 * @param password only together with {@code username}; sent as UTF-8, not changed, not kept after the attempt
 * @param keepAlive whole seconds, 5 s to 65535 s
 * @param tls loaded; there where one of the broker's addresses needs it
 * @param maxPacket the largest remaining length accepted from the broker, bytes
 */
public record Login(
        String clientId,
        Optional<String> username,
        Optional<char[]> password,
        Session session,
        Duration keepAlive,
        int maxPacket,
        Optional<Will> will,
        Optional<TlsMaterial> tls) {
    /** What the broker keeps of this client id while it is away. */
    public enum Session {
        /** Subscriptions, and what came for them: the agent. */
        PERSISTENT,
        /** Nothing, and what it had is forgotten: commands for people, which have a client id of their own. */
        CLEAN
    }

    /** The last will, QoS 1; the broker publishes it when the connection ends without a DISCONNECT. */
    public record Will(String topic, byte[] payload, Retain retain) {}
}
