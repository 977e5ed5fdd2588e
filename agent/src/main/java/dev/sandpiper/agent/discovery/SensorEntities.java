package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.agent.config.Publication;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.discovery.Meaning.Growth;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.sensors.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one sensor is in Home Assistant: an entity for each value.
 *
 * @param sendEvery how long readings are gathered; zero where each is sent at once
 */
record SensorEntities(SensorConfig sensor, Topics topics, Duration sendEvery) {
    private static final String STATE = "state";
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
    /** Of a gathered reading on its way, and of two clocks that do not quite agree. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    /** What kinds of event a type tells; Home Assistant wants to know them before. */
    private static final Map<String, List<String>> EVENTS = Map.of("button", List.of("press", "long", "double"));

    /** By key, in the order published. */
    Map<String, Entity> all() {
        var entities = new LinkedHashMap<String, Entity>();
        for (var publication : Publication.of(sensor))
            for (var quantity : publication.quantities())
                entity(quantity, publication)
                        .map(entity -> expiring(entity, publication))
                        .ifPresent(entity -> entities.put(sensor.id() + "_" + quantity.name(), entity));
        return entities;
    }

    private Optional<Entity> entity(Quantity quantity, Publication publication) {
        if (quantity.name().equals(Quantity.EVENT)) return Optional.of(event(quantity, publication));
        // Of a press only its moment is told: what the contact does afterwards is not.
        if (sensor.type().tellsEvents(sensor.options())) return Optional.empty();
        return Optional.of(quantity.name().equals(STATE) ? flag(quantity, publication) : value(quantity, publication));
    }

    /** Whether its readings come together, on another topic than alone; the newest of which the broker keeps comes there too. */
    private boolean isGathered() {
        return sendEvery.isPositive() && sensor.type().cyclic() && !sensor.retain();
    }

    private Duration age(Publication publication) {
        return publication
                .every()
                .filter(every -> every.compareTo(sendEvery) < 0)
                .orElse(sendEvery)
                .plus(ON_ITS_WAY);
    }

    private Entity event(Quantity quantity, Publication publication) {
        var kinds = EVENTS.get(sensor.type().name());
        if (kinds == null) return value(quantity, publication);
        return named("event", quantity)
                .with("dev_cla", "button")
                .withJson("evt_typ", Json.array(kinds.stream().map(Json::quote).toList()))
                .with("val_tpl", Templates.event(quantity.name()));
    }

    private Entity flag(Quantity quantity, Publication publication) {
        var name = quantity.name();
        return named("binary_sensor", quantity)
                .with("val_tpl", isGathered() ? Templates.newestFlag(name, age(publication)) : Templates.flag(name));
    }

    private Entity value(Quantity quantity, Publication publication) {
        var entity = named("sensor", quantity).with("val_tpl", template(quantity, publication));
        return Meaning.isNumber(quantity) ? Meaning.describe(entity, quantity, growth(quantity)) : entity;
    }

    private String template(Quantity quantity, Publication publication) {
        if (isGathered()) return Templates.newest(quantity.name(), age(publication));
        return Meaning.isNumber(quantity) ? Templates.number(quantity.name()) : Templates.any(quantity.name());
    }

    // Power that flows back takes away from the energy.
    private Growth growth(Quantity quantity) {
        var isDerived = sensor.derivation().values().contains(Derived.ENERGY) && Meaning.isOf("energy", quantity);
        return isDerived ? Growth.BOTH_WAYS : Growth.ONLY_UP;
    }

    private Entity named(String platform, Quantity quantity) {
        var alone = quantity.name().equals(STATE) || quantity.name().equals(Quantity.EVENT);
        var name = alone ? Names.of(sensor.id()) : Names.of(sensor.id(), quantity.name());
        return Entity.of(platform, name)
                .with("stat_t", isGathered() ? topics.history(sensor.id()) : topics.telemetry(sensor.id()));
    }

    private Entity expiring(Entity entity, Publication publication) {
        // Home Assistant's events do not expire.
        if (entity.platform().equals("event")) return entity;
        silence(publication)
                .ifPresent(quiet -> entity.with("exp_aft", patience(quiet).toSeconds()));
        return entity;
    }

    private static Duration patience(Duration quiet) {
        var tenth = quiet.dividedBy(10);
        var more = tenth.compareTo(LEAST_PATIENCE) > 0 ? tenth : LEAST_PATIENCE;
        return quiet.multipliedBy(2).plus(more).plusMillis(999);
    }

    // What is no cycle's own leaves at once, but for what is read in between.
    private Optional<Duration> silence(Publication publication) {
        if (!sendEvery.isPositive() || sensor.retain()) return quiet(publication);
        if (!isGathered()) return Optional.empty();
        return quiet(publication).map(quiet -> quiet.compareTo(sendEvery) > 0 ? quiet : sendEvery);
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
