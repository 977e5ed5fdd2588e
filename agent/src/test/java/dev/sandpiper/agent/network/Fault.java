package dev.sandpiper.agent.network;

/** What can be wrong for a while between the agent and one of the broker's addresses. */
public enum Fault {
    /** The device has no network at all, and can see that. */
    DEVICE_OFFLINE,
    LOOK_UP_HANGS,
    LOOK_UP_FAILS,
    UNREACHABLE,
    REFUSED,
    /** Nothing gets through, nobody says so; what was sent meanwhile comes through afterwards. */
    BLACK_HOLE,
    /** The broker's machine accepts connections and data, the broker itself is stopped. */
    FROZEN,
    CONNACK_MISSING,
    /** CONNACK 3. */
    UNAVAILABLE,
    SUBACK_MISSING,
    SUBACK_REFUSED,
    /** The broker answers pings, but acknowledges no message. */
    PUBACK_MISSING;

    /** Whether nobody can get as far as a granted or refused subscription. */
    boolean preventsConnections() {
        return this != SUBACK_REFUSED && this != PUBACK_MISSING;
    }

    /** Whether nothing moves on connections that exist. */
    boolean stalls() {
        return this == DEVICE_OFFLINE || this == BLACK_HOLE || this == FROZEN;
    }

    /** Whether an agent waits in vain for an answer on a connection that exists. */
    boolean withholdsAnswers() {
        return this == SUBACK_MISSING || this == PUBACK_MISSING;
    }
}
