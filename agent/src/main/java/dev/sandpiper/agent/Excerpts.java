package dev.sandpiper.agent;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.OutboxConfig.WhenFull;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.health.Reports;
import dev.sandpiper.agent.payload.Format;
import dev.sandpiper.agent.payload.Payloads;
import dev.sandpiper.agent.store.OutboxLimits;
import dev.sandpiper.agent.store.OutboxReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What parts of the agent want to know of the configuration. */
final class Excerpts {
    private Excerpts() {}

    static OutboxLimits limits(AgentConfig config) {
        return new OutboxLimits(
                config.outbox().commitEvery(),
                config.outbox().freshFor(),
                config.broker().sendEvery(),
                config.outbox().batch(),
                config.outbox().maxSize(),
                config.outbox().whenFull() == WhenFull.THIN,
                retained(config),
                config.broker().maxMessagesPerSecond().orElse(Double.POSITIVE_INFINITY),
                config.broker().maxBytesPerSecond().orElse(Long.MAX_VALUE),
                new Payloads(config.device().id(), config.broker().format()));
    }

    /** Sensors whose last reading the broker keeps. */
    static Set<String> retained(AgentConfig config) {
        return config.sensors().stream()
                .filter(SensorConfig::retain)
                .map(SensorConfig::id)
                .collect(Collectors.toSet());
    }

    /** Where the broker is, for those to whom that tells which it is. */
    static List<String> addresses(AgentConfig config) {
        return config.broker().addresses().stream()
                .map(address -> address.host() + ":" + address.port())
                .toList();
    }

    /** Topics below the device's own of which the broker keeps what concerns one sensor or output. */
    static List<String> kept(AgentConfig config) {
        return Stream.concat(
                        config.actuatorIds().stream().map(id -> "state/" + id),
                        config.sensors().stream()
                                .filter(SensorConfig::retain)
                                .flatMap(sensor -> kept(sensor, config.broker().format())))
                .toList();
    }

    private static Stream<String> kept(SensorConfig sensor, Format format) {
        var topic = "telemetry/" + sensor.id();
        return switch (format) {
            case JSON, SENML -> Stream.of(topic);
            case PLAIN -> sensor.published().stream().map(quantity -> topic + "/" + quantity.name());
        };
    }

    static Map<String, ActuatorConfig> actuators(AgentConfig config) {
        return config.actuators().stream().collect(Collectors.toMap(ActuatorConfig::id, Function.identity()));
    }

    /** Whom health asks, in the order of the configuration. */
    static Reports reports(
            AgentConfig config,
            Devices devices,
            Supplier<OutboxReport> outbox,
            Uplink uplink,
            Supplier<List<String>> agent) {
        return new Reports(
                each(config.sensorIds(), devices.samplers()::get, sampler -> sampler::report),
                each(config.actuatorIds(), devices.outputs()::get, output -> output::report),
                outbox,
                uplink::report,
                uplink::credentials,
                agent);
    }

    private static <A, B> Map<String, B> each(
            List<String> ids, Function<String, @Nullable A> all, Function<A, B> shape) {
        var shaped = new LinkedHashMap<String, B>();
        for (var id : ids) {
            var one = all.apply(id);
            if (one != null) shaped.put(id, shape.apply(one));
        }
        return shaped;
    }
}
