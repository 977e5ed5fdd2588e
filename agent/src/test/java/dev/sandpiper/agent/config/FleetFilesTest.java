package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.sensors.chip.Drivers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Ansible's role writes configurations that the agent accepts; Telegraf's files take each record once. */
class FleetFilesTest {
    private static final Path BACK_ENDS = Path.of("../config/backends");
    private static final Path ROLE = BACK_ENDS.resolve("ansible/roles/sandpiper");
    private static final String SCRIPT = "src/test/resources/dev/sandpiper/agent/back_ends.py";
    private static final List<String> KEPT = List.of("telemetry/air", "state/pump", "history/air", "gap");

    @TempDir
    static Path folder;

    private static final Map<String, Map<String, Object>> DEVICES = new HashMap<>();
    private static JsonObject read;

    @BeforeAll
    static void whatPythonMakesOfThem() throws IOException, InterruptedException {
        var group =
                object(object(yaml(BACK_ENDS.resolve("ansible/inventory.yml"))).get("sandpiper"));
        object(group.get("hosts")).forEach((host, own) -> DEVICES.put(host, variables(host, group, object(own))));
        var python = new ProcessBuilder("/usr/bin/python3", SCRIPT, BACK_ENDS.toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (var input = python.getOutputStream()) {
            input.write(new Gson().toJson(DEVICES).getBytes(StandardCharsets.UTF_8));
        }
        var printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), Files.readString(folder.resolve("errors")));
        read = JsonParser.parseString(printed).getAsJsonObject();
    }

    /** As Ansible ranks them: the host's own before the group's before the role's. */
    private static Map<String, Object> variables(String host, Map<String, Object> group, Map<String, Object> own) {
        var all = new HashMap<>(object(yaml(ROLE.resolve("defaults/main.yml"))));
        assertEquals("{{ inventory_hostname }}", all.put("sandpiper_device", host));
        all.putAll(object(group.get("vars")));
        all.putAll(own);
        return all;
    }

    private static Object yaml(Path file) {
        try {
            var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
            return new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object parsed) {
        return (Map<String, Object>) parsed;
    }

    private static Stream<Map<String, Object>> list(Path file) {
        return ((List<?>) yaml(file)).stream().map(FleetFilesTest::object);
    }

    @Test
    void theRoleWritesConfigurationsThatTheAgentAccepts() throws ConfigErrors {
        var configurations = new Configurations(folder, Machine.named("raspberrypi"), Drivers.ALL);
        configurations.file("password", "secret", "rw-------");
        configurations.file("ca.pem", "");
        var written = read.getAsJsonObject("rendered");
        assertTrue(DEVICES.size() >= 2);
        for (var host : DEVICES.keySet()) {
            var text = written.get(host).getAsString().replace("/etc/sandpiper", folder.toString());
            var config = configurations.read(text);
            assertEquals(host, config.device().id());
            assertEquals(size(host, "sandpiper_sensors"), config.sensors().size());
            assertEquals(size(host, "sandpiper_actuators"), config.actuators().size());
        }
    }

    private static int size(String host, String variable) {
        return ((List<?>) DEVICES.get(host).get(variable)).size();
    }

    @Test
    void eachTaskHasANameAndOneModuleAndNotifiesAHandlerThatIsThere() {
        var handlers = list(ROLE.resolve("handlers/main.yml"))
                .map(handler -> handler.get("name"))
                .toList();
        var notified = new ArrayList<>();
        list(ROLE.resolve("tasks/main.yml")).forEach(task -> {
            assertTrue(task.containsKey("name"), task.toString());
            assertEquals(
                    1,
                    task.keySet().stream()
                            .filter(key -> key.startsWith("ansible."))
                            .count(),
                    task.toString());
            if (task.containsKey("notify")) notified.add(task.get("notify"));
        });
        assertEquals(Set.copyOf(handlers), Set.copyOf(notified));
    }

    @Test
    void telegrafTakesEachMessageOnceAndAcknowledgesWhatIsWritten() {
        read.getAsJsonObject("toml").entrySet().forEach(file -> {
            var inputs = inputs(file.getValue());
            for (var kept : KEPT) assertEquals(1, inputs.filter(kept), file.getKey() + ": " + kept);
            inputs.all().forEach(input -> {
                assertEquals(1, input.get("qos").getAsInt());
                assertTrue(input.get("persistent_session").getAsBoolean());
            });
            var clients = inputs.all().stream()
                    .map(input -> input.get("client_id"))
                    .distinct()
                    .count();
            assertEquals(inputs.all().size(), clients, "clients with one id throw each other out");
        });
    }

    @Test
    void telegrafFillsTheTableThatTakesRowsOnly() throws IOException {
        var input = inputs(read.getAsJsonObject("toml").get("postgresql.conf"))
                .all()
                .getFirst();
        var tables = Files.readString(BACK_ENDS.resolve("postgresql/1-tables.sql"));
        var table = tables.substring(
                tables.indexOf("sandpiper." + input.get("name_override").getAsString() + " ("));
        for (var column : List.of(
                "time",
                input.get("topic_tag").getAsString(),
                input.get("value_field_name").getAsString())) assertTrue(table.contains("    " + column + " "), column);
    }

    private record Inputs(List<JsonObject> all) {
        long filter(String topic) {
            return all.stream()
                    .flatMap(input -> input.getAsJsonArray("topics").asList().stream())
                    .map(JsonElement::getAsString)
                    .filter(filter -> ("sandpiper/hut/" + topic)
                            .matches(filter.replace("+", "[^/]+").replace("#", ".*")))
                    .count();
        }
    }

    private static Inputs inputs(JsonElement file) {
        return new Inputs(
                file.getAsJsonObject().getAsJsonObject("inputs").getAsJsonArray("mqtt_consumer").asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .toList());
    }
}
