package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.LateCommands;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/**
 * What an actuator is in Home Assistant: a switch, a light or a number, by what it can be told.
 *
 * @param lights whether one that can be partly on is a light
 */
record ActuatorEntity(ActuatorConfig actuator, Lights lights, String stateTopic, String commandTopic) {
    enum Lights {
        YES,
        NO
    }

    private static final Duration VALID_FOR = Duration.ofSeconds(30);
    /** Long enough for the way, and for two clocks that a server on the internet keeps right. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    /** Home Assistant takes no finer one. */
    private static final double FINEST_STEP = 0.001;

    private static final Map<String, String> UNITS = Map.of("servo", "°", "mcp4725", "V");

    Entity entity() {
        var span = actuator.repertoire().span();
        if (span.isEmpty()) return switched();
        var range = actuator.limits().range().orElse(span.get());
        return lights == Lights.YES && canBePartlyOn() ? light(range) : number(range);
    }

    private boolean canBePartlyOn() {
        var whole = actuator.type().repertoire().apply(actuator.options());
        return whole.actions().apply("toggle").isPresent();
    }

    private Entity switched() {
        return entity("switch")
                .with("val_tpl", Templates.isOn())
                .with("cmd_tpl", Templates.command("\"{{ value }}\"", validFor()));
    }

    // Its own range is kept here: what is beyond it would be rejected.
    private Entity light(Range range) {
        var wanted = "(brightness|default(255) / 255)|round(4)";
        var whole = range.least() <= 0 && range.most() >= 1;
        var on = whole ? wanted : "[[%s, %s]|max, %s]|min".formatted(wanted, range.least(), range.most());
        var canBeOff = actuator.repertoire().actions().apply(0.0).isPresent();
        var off = canBeOff ? "0" : plain(range.least());
        return entity("light")
                .with("schema", "template")
                .with("stat_tpl", Templates.shines())
                .with("bri_tpl", Templates.brightness())
                .with("cmd_on_tpl", Templates.command("{{ " + on + " }}", validFor()))
                .with("cmd_off_tpl", Templates.command(off, validFor()));
    }

    private Entity number(Range range) {
        var safe = actuator.safe() instanceof Value.Decimal decimal ? decimal.number() : range.least();
        var entity = entity("number")
                .with("val_tpl", Templates.position())
                .with("cmd_tpl", Templates.command("{{ value }}", validFor()))
                .withJson("min", plain(Math.min(range.least(), safe)))
                .withJson("max", plain(Math.max(range.most(), safe)))
                .withJson("step", plain(step(range)));
        var unit = UNITS.get(actuator.type().name());
        return unit == null ? entity : entity.with("unit_of_meas", unit);
    }

    /** The power of ten that makes about a thousand steps. */
    private static double step(Range range) {
        var thousandth = (range.most() - range.least()) / 1000;
        return Math.max(FINEST_STEP, Math.pow(10, Math.floor(Math.log10(thousandth) + 1e-9)));
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    // QoS 1 here as well: it is not among the options that Home Assistant hands down from the device.
    private Entity entity(String platform) {
        return Entity.of(platform, Names.of(actuator.id()))
                .with("stat_t", stateTopic)
                .with("cmd_t", commandTopic)
                .with("qos", 1);
    }

    /** An end of its own takes the place of {@code late_commands}, and must not allow more than that. */
    private Duration validFor() {
        return switch (actuator.late()) {
            case LateCommands.Within(var away) -> shorter(away.compareTo(SHORTEST) < 0 ? SHORTEST : away);
            case LateCommands.Refuse _ -> SHORTEST;
            case LateCommands.Execute _ -> VALID_FOR;
        };
    }

    private static Duration shorter(Duration late) {
        return late.compareTo(VALID_FOR) < 0 ? late : VALID_FOR;
    }
}
