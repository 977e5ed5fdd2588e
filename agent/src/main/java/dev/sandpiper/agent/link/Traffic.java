package dev.sandpiper.agent.link;

/**
 * What has moved on a connection since it began, TLS and all. Either figure growing shows that the peer is alive.
 *
 * @param received bytes that came from the peer
 * @param accepted bytes that the device's network took; it stops taking when the peer does
 */
public record Traffic(long received, long accepted) {
    static final Traffic NONE = new Traffic(0, 0);
}
