package dev.sandpiper.agent.payload;

import dev.sandpiper.agent.json.Json;
import java.util.List;

/**
 * What a device's records look like on the wire.
 *
 * @param device its id, in the names of SenML
 * @param format of what is recorded from now on; what was recorded before keeps its own
 */
public record Payloads(String device, Format format) {
    private static final String READINGS = "readings";

    /** A reading's members, with what says how they are to be sent. */
    public String marked(String members) {
        return format.marked(members);
    }

    /** The messages of a sensor's record while it is fresh. */
    public List<Part> reading(String id, String record) {
        return Format.of(record) == Format.PLAIN ? Plain.reading(Format.unmarked(record)) : whole(id, record);
    }

    /** The messages of an actuator's record while it is fresh. */
    public List<Part> state(String id, String record) {
        return Format.of(record) == Format.PLAIN ? Plain.state(Format.unmarked(record)) : whole(id, record);
    }

    private List<Part> whole(String id, String record) {
        return List.of(new Part(Part.WHOLE, late(id, record)));
    }

    /** A record that leaves late, by itself. */
    public String late(String id, String record) {
        return switch (Format.of(record).late()) {
            case SENML -> Senml.array(List.of(part(id, record)));
            case JSON, PLAIN -> part(id, record);
        };
    }

    /** Records of one id that leave late, together; all of them {@link #together}. */
    public String late(String id, List<String> records) {
        var parts = records.stream().map(record -> part(id, record)).toList();
        return switch (Format.of(records.getFirst()).late()) {
            case SENML -> Senml.array(parts);
            case JSON, PLAIN -> new Json().raw(READINGS, Json.array(parts)).toString();
        };
    }

    /** Whether two records can leave late in one message. */
    public static boolean together(String record, String other) {
        return Format.of(record).late() == Format.of(other).late();
    }

    /** What a record is in a late message with others. */
    public String part(String id, String record) {
        return switch (Format.of(record).late()) {
            case SENML -> Senml.pack(device + "/" + id + "/", Format.unmarked(record));
            case JSON, PLAIN -> Format.unmarked(record);
        };
    }
}
