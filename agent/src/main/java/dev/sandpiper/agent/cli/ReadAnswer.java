package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.sensors.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What sensors said when they were read once.
 *
 * @param readings a flat JSON object each, by the sensor's id
 * @param faults a sentence each, by the sensor's id
 */
record ReadAnswer(SequencedMap<String, String> readings, SequencedMap<String, String> faults) {

    static ReadAnswer empty() {
        return new ReadAnswer(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** As the running agent sends it: {@code {"readings":{"air":{…}},"faults":{"door":"…"}}}. */
    static ReadAnswer of(SequencedMap<String, String> answer) {
        var faults = new LinkedHashMap<String, String>();
        Members.of(answer.getOrDefault("faults", "{}")).forEach((id, text) -> faults.put(id, Members.plain(text)));
        return new ReadAnswer(Members.of(answer.getOrDefault("readings", "{}")), faults);
    }

    String json() {
        var json = new Json();
        readings.forEach(json::raw);
        return json.toString();
    }

    /** A line for each sensor: {@code air  temperature 21.46 °C  humidity 48.1 %}. */
    String table(AgentConfig config) {
        var table = new Table();
        readings.forEach((id, reading) -> table.row(id, values(Members.of(reading), units(config, id))));
        return table.toString();
    }

    private static String values(Map<String, String> values, Map<String, String> units) {
        return String.join(
                "  ",
                values.entrySet().stream()
                        .map(value -> value.getKey() + " " + Members.plain(value.getValue())
                                + units.getOrDefault(value.getKey(), ""))
                        .toList());
    }

    private static Map<String, String> units(AgentConfig config, String id) {
        var units = new LinkedHashMap<String, String>();
        for (var sensor : config.sensors()) if (sensor.id().equals(id)) quantities(sensor.measured(), units);
        return units;
    }

    private static void quantities(List<Quantity> quantities, Map<String, String> units) {
        for (var quantity : quantities)
            if (!quantity.unit().isEmpty()) units.put(quantity.name(), " " + quantity.unit());
    }
}
