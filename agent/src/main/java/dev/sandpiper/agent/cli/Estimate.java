package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.Publication;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.store.CardUse;
import dev.sandpiper.sensors.Quantity;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a configuration costs: bytes on the line in a month, and how long an outage its outbox holds. Counts readings
 * made in a cycle, the health message and pings; what depends on the world (edges, commands, reconnections, what a deadband
 * leaves out) it cannot know.
 */
record Estimate(AgentConfig config) {
    static final Duration MONTH = Duration.ofDays(30);

    /** {@code {"ts":"…24…","run":1483920511,"seq":1234567,}}. */
    private static final int FRAME = 66;

    /** Nobody knows before how many it prints. */
    private static final int DECIMALS_OF_A_PROGRAM = 2;

    private static final int HEALTH = 1000;

    // A packet of MQTT 3.1.1 with QoS 1: fixed header 3, topic's length 2, packet id 2; PUBACK 4.
    private static final int MQTT = 7 + 4;
    // PINGREQ and PINGRESP.
    private static final int PING = 2 + 2;
    /** Three segments (data, PUBACK, acknowledgement): IPv4 20, TCP 20, time stamps 12 each. */
    private static final int TCP = 3 * 52;
    /** A TLS 1.3 record: header 5, content type 1, tag 16; one each way. */
    private static final int TLS = 2 * 22;

    /** Bytes both ways in a month. */
    double bytesAMonth() {
        var readings = config.sensors().stream().mapToDouble(this::bytesAMonth).sum();
        return readings + times(config.healthEvery()) * (HEALTH + overhead("health")) + pings() * (PING + packets());
    }

    private double bytesAMonth(SensorConfig sensor) {
        var readings = cyclic(sensor)
                .mapToDouble(reading -> times(reading.every().orElseThrow()))
                .sum();
        var payloads = cyclic(sensor)
                .mapToDouble(reading -> times(reading.every().orElseThrow()) * payload(reading))
                .sum();
        return payloads + messages(readings) * overhead("telemetry/" + sensor.id());
    }

    private double messages(double readings) {
        var gathered = config.broker().sendEvery();
        if (!gathered.isPositive()) return readings;
        return Math.min(
                readings, Math.max(times(gathered), readings / config.outbox().batch()));
    }

    /** Sent where there was nothing to send for so long. */
    private double pings() {
        var gathered = config.broker().sendEvery();
        var cycles = gathered.isPositive() && cyclic().findAny().isPresent() ? Set.of(gathered) : cycles();
        var moments = times(config.healthEvery())
                + cycles.stream().mapToDouble(Estimate::times).sum();
        var between = seconds(MONTH) / moments;
        return moments * (Math.ceil(between / seconds(config.broker().keepAlive())) - 1);
    }

    /** Readings of one cycle come together. */
    private Set<Duration> cycles() {
        return cyclic().map(reading -> reading.every().orElseThrow()).collect(Collectors.toSet());
    }

    /** What an outage costs the outbox and the card. */
    CardUse offline() {
        var records = cyclic().mapToDouble(Estimate::readingsASecond).sum();
        var bytes = cyclic().mapToDouble(reading -> payload(reading) * readingsASecond(reading))
                .sum();
        var moments = cycles().stream().mapToDouble(every -> 1 / seconds(every)).sum();
        return new CardUse(records, bytes / records, config.outbox().commitEvery(), moments);
    }

    private Stream<Publication> cyclic() {
        return config.sensors().stream().flatMap(Estimate::cyclic);
    }

    private static Stream<Publication> cyclic(SensorConfig sensor) {
        return Publication.of(sensor).stream().filter(reading -> reading.every().isPresent());
    }

    private static double readingsASecond(Publication reading) {
        return 1 / seconds(reading.every().orElseThrow());
    }

    private static int payload(Publication reading) {
        return FRAME
                + reading.quantities().stream()
                        .mapToInt(quantity -> quantity.name().length() + 4 + 4 + decimals(quantity))
                        .sum();
    }

    private static int decimals(Quantity quantity) {
        return quantity.hasStep() || quantity.resolution() == 0 ? quantity.decimals() : DECIMALS_OF_A_PROGRAM;
    }

    private int overhead(String topic) {
        var name = Topics.of(config.broker().prefix(), config.device().id()).base() + "/" + topic;
        return MQTT + name.length() + packets();
    }

    private int packets() {
        var tls = config.broker().addresses().stream().anyMatch(BrokerAddress::tls);
        return TCP + (tls ? TLS : 0);
    }

    private static double times(Duration every) {
        return MONTH.toSeconds() / seconds(every);
    }

    private static double seconds(Duration span) {
        return span.toNanos() / 1e9;
    }
}
