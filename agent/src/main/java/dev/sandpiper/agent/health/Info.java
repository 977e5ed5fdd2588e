package dev.sandpiper.agent.health;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.store.Run;
import dev.sandpiper.sensors.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** The birth message: what this device is, contract section 5. */
public final class Info {
    private Info() {}

    public static String message(String version, Run run, String board, AgentConfig config) {
        var json = new Json()
                .put("agent", version)
                .put("run", run.number())
                .put("boot", run.boot())
                .put("board", board)
                .put("os", Machine.os())
                .put("config", config.digest())
                .put("name", config.device().name())
                .put("format", config.broker().format().word());
        run.previous().ifPresent(before -> json.put("previous", previous(before)));
        return json.put("sensors", sensors(config))
                .put("actuators", actuators(config))
                .toString();
    }

    private static Json previous(Run.Previous before) {
        return new Json()
                .put("run", before.number())
                .put("last_seq", before.lastSeq())
                .put("stop", before.stop());
    }

    private static Map<String, Json> sensors(AgentConfig config) {
        var all = new LinkedHashMap<String, Json>();
        for (var sensor : config.sensors())
            all.put(sensor.id(), new Json().put("type", sensor.type().name()).put("values", values(sensor)));
        return all;
    }

    private static Map<String, Json> values(SensorConfig sensor) {
        var all = new LinkedHashMap<String, Json>();
        for (var quantity : sensor.published()) all.put(quantity.name(), value(quantity));
        return all;
    }

    private static Json value(Quantity quantity) {
        var json = new Json();
        if (!quantity.unit().isEmpty()) json.put("unit", quantity.unit());
        if (quantity.hasStep()) json.raw("resolution", shown(quantity.resolution()));
        return json;
    }

    // 0.018, and not what a multiplication by 1.8 makes of 0.01.
    private static String shown(double step) {
        var rounded = new BigDecimal(step).round(new MathContext(6)).stripTrailingZeros();
        return rounded.scale() < 1 ? rounded.setScale(1).toPlainString() : rounded.toPlainString();
    }

    private static Map<String, Json> actuators(AgentConfig config) {
        var all = new LinkedHashMap<String, Json>();
        for (ActuatorConfig actuator : config.actuators())
            all.put(
                    actuator.id(),
                    new Json().put("type", actuator.type().name()).put("safe", actuator.safe()));
        return all;
    }
}
