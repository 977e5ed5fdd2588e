package dev.sandpiper.agent;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What another configuration changes. */
final class Difference {
    private final AgentConfig now;
    private final AgentConfig next;

    Difference(AgentConfig now, AgentConfig next) {
        this.now = now;
        this.next = next;
    }

    /** Keys that were changed and need a restart: who the device is, what it is made of, where its data are. */
    List<String> needingRestart() {
        var keys = new ArrayList<String>();
        if (!now.device().equals(next.device())) keys.add("device");
        if (!now.broker().prefix().equals(next.broker().prefix())) keys.add("broker.prefix");
        if (!now.outbox().equals(next.outbox())) keys.add("outbox");
        if (!now.board().equals(next.board())) keys.add("board");
        if (!now.drivers().equals(next.drivers())) keys.add("drivers");
        if (!now.hubs().equals(next.hubs())) keys.add("the expanders and multiplexers among actuators");
        return keys;
    }

    /** Whether the link has to be made anew: where it leads, or what it listens to. */
    boolean isOfLink() {
        return !now.broker().equals(next.broker()) || !now.homeAssistant().equals(next.homeAssistant());
    }

    /** Whether an output comes, goes or changes. */
    boolean isOfOutputs() {
        return !outputs(now).equals(outputs(next));
    }

    /** Ids of what goes or changes; both are taken away. */
    List<String> leaving() {
        return without(goingOn(), notIn(all(next), all(now)));
    }

    /** Ids of what comes or has changed. */
    List<String> joining() {
        return without(goingOn(), notIn(all(now), all(next)));
    }

    /** Outputs that come or have changed. */
    List<String> joiningOutputs() {
        return without(goingOn(), notIn(outputs(now), outputs(next)));
    }

    /** Outputs that stay where they are, under other rules. */
    List<String> goingOn() {
        return next.actuators().stream()
                .filter(other -> now.actuators().stream().anyMatch(one -> !one.equals(other) && one.goesOnUnder(other)))
                .map(ActuatorConfig::id)
                .toList();
    }

    private static List<String> without(List<String> others, List<String> these) {
        return these.stream().filter(id -> !others.contains(id)).toList();
    }

    private static List<String> notIn(Map<String, Object> others, Map<String, Object> these) {
        return these.entrySet().stream()
                .filter(entry -> !Objects.equals(others.get(entry.getKey()), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Object> all(AgentConfig config) {
        var all = new LinkedHashMap<String, Object>();
        for (var sensor : config.sensors()) all.put(sensor.id(), sensor);
        all.putAll(outputs(config));
        return all;
    }

    private static Map<String, Object> outputs(AgentConfig config) {
        var all = new LinkedHashMap<String, Object>();
        for (var actuator : config.actuators()) all.put(actuator.id(), actuator);
        return all;
    }
}
