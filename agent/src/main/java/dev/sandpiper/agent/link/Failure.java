package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;

/**
 * Why a link ended.
 *
 * @param sentence for operators: one line, what was found and what to do, no trailing full stop
 */
public record Failure(Cause cause, String sentence) {
    /** What the back-off and the health message distinguish. */
    public enum Cause {
        /** Not a failure: this side disconnected. */
        NONE,
        /** The host name has no address, or no name server answers. */
        NAME,
        /** No route to the host or network. */
        UNREACHABLE,
        /** Nothing listens on the port. */
        REFUSED,
        /** No answer in time: to the look-up, the TCP connect, the TLS handshake or the CONNECT. */
        TIMEOUT,
        /** The broker's certificate leads to no authority that is trusted here. */
        TLS_UNTRUSTED,
        /** The broker's certificate is for another name. */
        TLS_HOST_NAME,
        /** The broker's certificate, or one above it, has expired by this device's clock. */
        TLS_EXPIRED,
        /** As before its time: where the clock is not right, this is waiting for the clock and no fault. */
        TLS_NOT_YET_VALID,
        /** The broker wants a certificate of this device, or does not accept the one it was shown. */
        TLS_CLIENT_CERTIFICATE,
        /** Any other trouble in the handshake: no common version, no TLS at all on that port. */
        TLS_OTHER,
        /** User name or password refused: CONNACK 4. */
        CREDENTIALS,
        /** Login not authorised: CONNACK 5, which mosquitto also answers to a wrong password; HTTP 401 or 403. */
        NOT_AUTHORISED,
        /** Client id refused: CONNACK 2. */
        CLIENT_ID,
        /** The peer does not speak MQTT 3.1.1, or broke its rules. */
        PROTOCOL,
        /** The broker says it cannot serve now: CONNACK 3. */
        UNAVAILABLE,
        /** The broker, or something between, closed an established connection in order. */
        CLOSED,
        /** An established connection broke, or one that waited for its CONNACK ended. */
        LOST,
        /** The broker sent a packet above {@code max_packet}. */
        PACKET_TOO_LARGE,
        /** A file that TLS needs cannot be used. */
        CONFIGURATION
    }

    /** Whether nothing is wrong but this device's clock, which is not set yet. */
    boolean waitsForClock(Time time) {
        return cause == Cause.TLS_NOT_YET_VALID && !time.synchronised();
    }

    /** Whether an established connection ended in this moment, not by this device's will: its peer was there until now. */
    boolean isClose() {
        return cause == Cause.CLOSED || cause == Cause.LOST;
    }
}
