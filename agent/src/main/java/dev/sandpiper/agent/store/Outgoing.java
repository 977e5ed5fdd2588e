package dev.sandpiper.agent.store;

import dev.sandpiper.agent.payload.Part;

/**
 * One message for the link, of one record or more.
 *
 * @param generation of the connection it is meant for; on another it is dropped
 * @param handle given back when the broker acknowledged it
 * @param id of the sensor, actuator or reply; empty for a gap
 * @param value the one it is about; {@link Part#WHOLE} where it is about a whole record or several
 * @param records in a history message; 1 in any other
 */
public record Outgoing(long generation, long handle, Lane lane, String id, String value, byte[] payload, int records) {

    /** About whole records. */
    public Outgoing(long generation, long handle, Lane lane, String id, byte[] payload, int records) {
        this(generation, handle, lane, id, Part.WHOLE, payload, records);
    }

    /** Where a message goes. */
    public enum Lane {
        TELEMETRY,
        STATE,
        REPLY,
        GAP,
        HISTORY
    }

    /** Of a record that leaves by itself. */
    public static Lane lane(Kind kind) {
        return switch (kind) {
            case READING, EDGE, ERROR -> Lane.TELEMETRY;
            case STATE -> Lane.STATE;
            case REPLY -> Lane.REPLY;
            case GAP -> Lane.GAP;
        };
    }
}
