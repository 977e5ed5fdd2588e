package dev.sandpiper.agent.link;

/**
 * A control frame of a WebSocket.
 *
 * @param opcode one of the constants
 * @param payload at most 125 bytes
 */
record WebSocketControl(int opcode, byte[] payload) {
    /** RFC 6455, section 5.2; the first two are no control frames. */
    static final int CONTINUATION = 0;

    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
}
