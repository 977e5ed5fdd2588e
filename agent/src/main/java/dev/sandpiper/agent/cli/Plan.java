package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.Sizes;
import dev.sandpiper.agent.discovery.HomeAssistant;
import dev.sandpiper.agent.discovery.Missing;
import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.link.Expiry;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.loop.SystemTime;
import dev.sandpiper.agent.store.CardUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an agent with this configuration would do, for people. */
record Plan(AgentConfig config) {

    String text() {
        return String.join(
                "\n\n",
                List.of(place(), sensors(), ShapingShown.of(config), actuators(), hubs(), costs()).stream()
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    private String place() {
        var broker = config.broker();
        var table = new Table()
                .row("device", named(config.device().id(), config.device().name()))
                .row(
                        "board",
                        config.board().type().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .row(
                        "broker",
                        addresses()
                                + broker.username()
                                        .map(" as user %s"::formatted)
                                        .orElse(""))
                .row("topics", topics().base() + "/…")
                .row(
                        "outbox",
                        "%s, at most %s, commits every %s"
                                .formatted(
                                        config.outbox().directory(),
                                        Sizes.format(config.outbox().maxSize()),
                                        Durations.format(config.outbox().commitEvery())));
        if (config.homeAssistant().discovery()) table.row("home assistant", HomeAssistant.preview(config));
        return table.toString();
    }

    private static String named(String id, String name) {
        return name.equals(id) ? id : id + " (" + name + ")";
    }

    private String addresses() {
        return config.broker().addresses().stream().map(BrokerAddress::url).collect(Collectors.joining(", then "));
    }

    private Topics topics() {
        return Topics.of(config.broker().prefix(), config.device().id());
    }

    private String sensors() {
        if (config.sensors().isEmpty()) return "";
        var table = new Table().row("sensor", "type", "place", "read", "topic");
        for (var sensor : config.sensors())
            table.row(
                    sensor.id(),
                    sensor.type().name(),
                    sensor.type().place(sensor.options()),
                    when(sensor),
                    topics().base() + "/telemetry/" + sensor.id());
        return table.toString();
    }

    private static String when(SensorConfig sensor) {
        var cycle = sensor.every()
                .map(every -> "every " + Durations.format(every) + (sensor.aligned() ? " by the clock" : ""));
        return sensor.type().cyclic()
                ? cycle.orElse("at start")
                : cycle.map(every -> "on change and " + every).orElse("on change");
    }

    private String actuators() {
        if (config.actuators().isEmpty()) return "";
        var table = new Table().row("actuator", "type", "place", "initial", "safe", "limits", "topic");
        for (var actuator : config.actuators())
            table.row(
                    actuator.id(),
                    actuator.type().name(),
                    actuator.type().place(actuator.options()),
                    actuator.initial().toString(),
                    actuator.safe().toString(),
                    limits(actuator),
                    topics().base() + "/command/" + actuator.id());
        return table.toString();
    }

    private String hubs() {
        if (config.hubs().isEmpty()) return "";
        var table = new Table().row("hub", "type", "place");
        for (var hub : config.hubs())
            table.row(hub.id(), hub.type().name(), hub.type().place(hub.options()));
        return table.toString();
    }

    private static String limits(ActuatorConfig actuator) {
        return LimitsShown.of(actuator);
    }

    private String costs() {
        var estimate = new Estimate(config);
        var costs = new Table()
                .row(
                        "traffic",
                        "about %s a month (30 days; readings in a cycle, health and pings, with QoS 1, TCP and TLS; not counted: changes of pins, commands%s)"
                                .formatted(Figures.bytes(estimate.bytesAMonth()), spared()));
        if (config.sensors().stream().anyMatch(sensor -> sensor.every().isPresent())) outage(costs, estimate.offline());
        return costs.toString();
    }

    private String spared() {
        var skips = config.sensors().stream()
                .flatMap(sensor -> sensor.values().values().stream())
                .anyMatch(value -> value.deadband().isPresent());
        return skips ? ", and what a deadband leaves out, as if it were sent" : "";
    }

    private void outage(Table costs, CardUse offline) {
        costs.row(
                        "outage",
                        "%s fit into the outbox (readings in a cycle only, each published); then %s"
                                .formatted(
                                        Figures.outage(
                                                offline.outage(config.outbox().maxSize())),
                                        whenFull()))
                .row(
                        "card",
                        "about %s are written to it in a day without a connection, which a good one of 32 GB stands for %s; with a connection next to nothing"
                                .formatted(
                                        Figures.bytes(offline.bytesWrittenADay()),
                                        Figures.years(offline.yearsOf32Gigabytes())));
    }

    private String whenFull() {
        return switch (config.outbox().whenFull()) {
            case THIN -> "the oldest readings are thinned to half, again and again, announced on gap";
            case DROP_OLDEST -> "the oldest records are given up, announced on gap";
        };
    }

    /** What is allowed and may not be what was meant. */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        for (var address : config.broker().addresses())
            if (!address.isPrivate())
                warnings.add("%s is not encrypted: readings, commands and the password can be read on the way"
                        .formatted(address.url()));
        if (config.broker().addresses().stream().anyMatch(BrokerAddress::isPlaceholder))
            warnings.add("no broker yet: run 'sudo sandpiper init', or fill in broker.url");
        else if (config.broker().username().isEmpty()
                && config.broker().tls().certFile().isEmpty())
            warnings.add("broker has neither username nor tls.cert_file: the broker cannot know this device");
        warnings.addAll(new DriverRemarks(config).all());
        warnings.addAll(Missing.in(config));
        for (var actuator : config.actuators())
            if (actuator.limits().maxOn().isEmpty()
                    && actuator.limits().onLinkLoss().isEmpty())
                warnings.add("%s has neither max_on nor on_link_loss: it stays on when nobody can reach it any more"
                        .formatted(actuator.id()));
        if (!canBeMade(config.outbox().directory()))
            warnings.add("outbox.directory %s cannot be written by %s: nothing would be kept across a restart"
                    .formatted(config.outbox().directory(), System.getProperty("user.name")));
        if (config.broker().addresses().stream().anyMatch(BrokerAddress::tls)) warnings.addAll(ends());
        return warnings;
    }

    private List<String> ends() {
        try {
            return Expiry.warnings(config.broker().tls(), SystemTime.ofKernel().wall());
        } catch (KeyFault changedMeanwhile) {
            return List.of(changedMeanwhile.getMessage());
        }
    }

    private static boolean canBeMade(Path directory) {
        var existing = directory;
        while (existing.getParent() != null && !Files.exists(existing)) existing = existing.getParent();
        return Files.isDirectory(existing) && Files.isWritable(existing);
    }
}
