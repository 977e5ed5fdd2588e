package dev.sandpiper.agent.payload;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * A record in SenML (RFC 8428): each of its members but {@code ts} is a SenML record under its own name, {@code run} and
 * {@code seq} too; the time is that of the first. So a pack has only what the RFC registers, and loses nothing.
 */
final class Senml {
    private static final String TS = "ts";
    private static final String CLOCK = "clock";
    private static final int MILLIS = 3;
    /** What is less counts from the present of whoever reads it (RFC 8428 section 4.5.3). */
    private static final long FIRST_ABSOLUTE = 1L << 28;

    private final SequencedMap<String, String> members;

    private Senml(SequencedMap<String, String> members) {
        this.members = members;
    }

    /**
     * The SenML records of one record, without the brackets of the array: it sets all base fields itself, so that it
     * means the same behind others as alone.
     *
     * @param base name, in front of each value's own
     * @param record as the contract has it
     */
    static String pack(String base, String record) {
        return new Senml(Members.of(record)).pack(base);
    }

    private String pack(String base) {
        var records = new ArrayList<Json>();
        for (var member : members.entrySet()) {
            if (member.getKey().equals(TS) && isAbsolute()) continue;
            var first = records.isEmpty() ? new Json().put("bn", base).raw("bt", time()) : new Json();
            records.add(first.put("n", member.getKey()).putAll(value(member.getKey(), member.getValue())));
        }
        return String.join(",", records.stream().map(Json::toString).toList());
    }

    // Zero stands for a sensor that does not know the time; what its clock showed is told beside it.
    private String time() {
        return isAbsolute() ? BigDecimal.valueOf(at().toEpochMilli(), MILLIS).toPlainString() : "0";
    }

    private boolean isAbsolute() {
        return !members.containsKey(CLOCK) && at().getEpochSecond() >= FIRST_ABSOLUTE;
    }

    private Instant at() {
        return Instant.parse(Members.plain(members.get(TS)));
    }

    private static Json value(String name, String json) {
        return switch (json.charAt(0)) {
            case '"' -> new Json().raw("vs", json);
            case 't', 'f' -> new Json().raw("vb", json);
            default -> number(name, new BigDecimal(json));
        };
    }

    private static Json number(String name, BigDecimal number) {
        return SenmlUnit.of(name)
                .map(unit -> new Json().put("u", unit.symbol()).raw("v", unit.of(number)))
                .orElseGet(() -> new Json().raw("v", number.toPlainString()));
    }

    /** A pack of what {@link #pack} made. */
    static String array(List<String> packs) {
        return Json.array(packs);
    }
}
