package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.config.Publication;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.sensors.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one sensor is in Home Assistant: an entity for each value. */
record SensorEntities(SensorConfig sensor, String topic) {
    private static final String STATE = "state";
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

    /** What kinds of event a type tells; Home Assistant wants to know them before. */
    private static final Map<String, List<String>> EVENTS = Map.of("button", List.of("press", "long", "double"));

    /** By key, in the order published. */
    Map<String, Entity> all() {
        var entities = new LinkedHashMap<String, Entity>();
        for (var publication : Publication.of(sensor))
            for (var quantity : publication.quantities())
                entity(quantity)
                        .map(entity -> expiring(entity, publication))
                        .ifPresent(entity -> entities.put(sensor.id() + "_" + quantity.name(), entity));
        return entities;
    }

    private Optional<Entity> entity(Quantity quantity) {
        if (quantity.name().equals(Quantity.EVENT)) return Optional.of(event(quantity));
        // Of a press only its moment is told: what the contact does afterwards is not.
        if (sensor.type().tellsEvents(sensor.options())) return Optional.empty();
        return Optional.of(quantity.name().equals(STATE) ? flag(quantity) : value(quantity));
    }

    private Entity event(Quantity quantity) {
        var kinds = EVENTS.get(sensor.type().name());
        if (kinds == null) return value(quantity);
        return named("event", quantity)
                .with("dev_cla", "button")
                .withJson("evt_typ", Json.array(kinds.stream().map(Json::quote).toList()))
                .with("val_tpl", Templates.event(quantity.name()));
    }

    private Entity flag(Quantity quantity) {
        return named("binary_sensor", quantity).with("val_tpl", Templates.flag(quantity.name()));
    }

    private Entity value(Quantity quantity) {
        var entity = named("sensor", quantity);
        if (!Meaning.isNumber(quantity)) return entity.with("val_tpl", Templates.any(quantity.name()));
        return Meaning.describe(entity.with("val_tpl", Templates.number(quantity.name())), quantity);
    }

    private Entity named(String platform, Quantity quantity) {
        var alone = quantity.name().equals(STATE) || quantity.name().equals(Quantity.EVENT);
        return Entity.of(platform, Entity.spoken(alone ? sensor.id() : sensor.id() + " " + quantity.name()))
                .with("stat_t", topic);
    }

    private Entity expiring(Entity entity, Publication publication) {
        // Home Assistant's events do not expire.
        if (entity.platform().equals("event")) return entity;
        quiet(publication)
                .ifPresent(quiet -> entity.with("exp_aft", patience(quiet).toSeconds()));
        return entity;
    }

    private static Duration patience(Duration quiet) {
        var tenth = quiet.dividedBy(10);
        var more = tenth.compareTo(LEAST_PATIENCE) > 0 ? tenth : LEAST_PATIENCE;
        return quiet.multipliedBy(2).plus(more).plusMillis(999);
    }

    /**
     * How long it may say nothing although all is well; empty where that may be for ever. Home Assistant counts from the
     * last message, whichever values it has.
     */
    private Optional<Duration> quiet(Publication publication) {
        var rules = publication.quantities().stream()
                .map(Quantity::name)
                .map(sensor.values()::get)
                .toList();
        var silent =
                rules.stream().allMatch(rule -> rule != null && rule.deadband().isPresent());
        return silent ? heartbeat(rules).flatMap(beat -> publication.every().map(beat::plus)) : publication.every();
    }

    private static Optional<Duration> heartbeat(List<ValueConfig> rules) {
        return rules.stream()
                .map(ValueConfig::heartbeat)
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }
}
