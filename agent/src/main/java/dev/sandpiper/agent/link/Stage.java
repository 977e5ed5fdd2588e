package dev.sandpiper.agent.link;

/** How far an attempt to connect has come, in this order. */
public enum Stage {
    /** The host name is looked up. */
    LOOK_UP,
    /** A TCP connection is made. */
    CONNECT,
    /** TLS, and the WebSocket handshake where the URL asks for one; passed at once without either. */
    HANDSHAKE,
    /** The CONNECT packet is on its way, its CONNACK is awaited. */
    CONNACK,
    /** The broker took the login. */
    CONNECTED
}
