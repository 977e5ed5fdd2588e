package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BrokerAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the agent itself is in Home Assistant: whether all is well, figures of the device, buttons for its commands. */
final class AgentEntities {
    private static final Duration VALID_FOR = Duration.ofSeconds(30);
    private static final long PATIENCE_SECONDS = 15;

    private final AgentConfig config;
    private final String healthTopic;
    private final String commandTopic;
    private final Map<String, Entity> all = new LinkedHashMap<>();

    AgentEntities(AgentConfig config, String healthTopic, String commandTopic) {
        this.config = config;
        this.healthTopic = healthTopic;
        this.commandTopic = commandTopic;
    }

    Map<String, Entity> all() {
        problem();
        measured();
        counted();
        buttons();
        return all;
    }

    private void problem() {
        put("problem", health("binary_sensor", "Problem"))
                .with("dev_cla", "problem")
                .with("val_tpl", "{{ 'OFF' if value_json.ok else 'ON' }}")
                .with("json_attr_t", healthTopic)
                .with("json_attr_tpl", "{{ {'problems': value_json.problems}|to_json }}");
        flag("undervoltage", "Under-voltage", "board.undervoltage");
        flag("throttled", "Throttled", "board.throttled");
    }

    private void flag(String key, String name, String path) {
        put(key, health("binary_sensor", name)).with("dev_cla", "problem").with("val_tpl", Templates.healthFlag(path));
    }

    private void measured() {
        figure("board_temperature", "Board temperature", "board.temperature", "temperature", "°C")
                .with("sug_dsp_prc", 1);
        figure("link_rtt", "Link round trip", "link.rtt_ms", "duration", "ms");
        figure("wifi_signal", "Wi-Fi signal", "board.wifi_dbm", "signal_strength", "dBm");
        figure("disk_free", "Disk free", "board.disk_free_mib", "data_size", "MiB")
                .hidden();
        figure("memory", "Memory", "process.rss_mib", "data_size", "MiB").hidden();
        plain("cpu", "CPU", "process.cpu_percent", "%", "measurement").hidden();
        put("uptime", sensor("Uptime", "uptime")).with("dev_cla", "duration").with("unit_of_meas", "s");
        if (config.broker().addresses().stream().anyMatch(BrokerAddress::tls))
            figure("certificate", "Certificate", "certificate_days", "duration", "d");
    }

    private void counted() {
        plain("outbox", "Records waiting", "outbox.records", "records", "measurement");
        plain("dropped", "Records dropped", "outbox.dropped", "records", "total_increasing");
        plain("connects", "Connects", "link.connects", "connects", "total_increasing")
                .hidden();
    }

    private Entity figure(String key, String name, String path, String deviceClass, String unit) {
        return plain(key, name, path, unit, "measurement").with("dev_cla", deviceClass);
    }

    private Entity plain(String key, String name, String path, String unit, String stateClass) {
        return put(key, sensor(name, path)).with("unit_of_meas", unit).with("stat_cla", stateClass);
    }

    private Entity sensor(String name, String path) {
        return health("sensor", name).with("val_tpl", Templates.health(path));
    }

    private Entity health(String platform, String name) {
        return Entity.of(platform, name)
                .diagnostic()
                .with("stat_t", healthTopic)
                .with("exp_aft", 2 * config.healthEvery().toSeconds() + PATIENCE_SECONDS);
    }

    // A button says only that it was pressed: what needs to be told more of is not here.
    private void buttons() {
        if (config.agentCommands().contains("health"))
            button("health", "Report health").diagnostic();
        if (config.agentCommands().contains("ping"))
            button("ping", "Ping").diagnostic().hidden();
        if (config.agentCommands().contains("restart"))
            button("restart", "Restart agent").with("dev_cla", "restart").with("ent_cat", "config");
    }

    private Entity button(String what, String name) {
        return put(what, Entity.of("button", name))
                .with("cmd_t", commandTopic)
                .with("cmd_tpl", Templates.agentCommand(what, VALID_FOR))
                .with("qos", 1);
    }

    private Entity put(String key, Entity entity) {
        all.put("agent_" + key, entity);
        return entity;
    }
}
