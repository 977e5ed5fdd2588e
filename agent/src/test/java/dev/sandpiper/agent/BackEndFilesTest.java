package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.link.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in {@code config/backends} for brokers and Node-RED can be read, and speaks of the agent's topics. */
class BackEndFilesTest {
    private static final Path FOLDER = Path.of("../config/backends");
    private static final String THING = "${iot:Connection.Thing.ThingName}";
    private static final int LARGEST_POLICY = 2048;
    private static final Pattern ACL_TERM = Pattern.compile(
            "\\{(allow|deny), (all|\\{username, \"\\w+\"}), (publish|subscribe), \\[\"([^\"]+)\"]}\\.|\\{deny, all}\\.");
    private static final Pattern RULE = Pattern.compile("SELECT \\*(, topic\\(\\d\\) AS \\w+)+ FROM '([^']+)'");

    private static final Topics TOPICS = Topics.of("sandpiper", "hut");

    private static String read(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    private static JsonElement json(String file) throws IOException {
        return JsonParser.parseString(read(file));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsJsonObject);
    }

    /** Whether a filter of MQTT lets a topic or a narrower filter through. */
    private static boolean covers(String filter, String topic) {
        var pattern = Stream.of(filter.split("/"))
                .map(level -> level.equals("+") ? "[^/]+" : level.equals("#") ? ".*" : Pattern.quote(level))
                .collect(Collectors.joining("/"));
        return topic.matches(pattern);
    }

    private static List<String> published() {
        return Stream.concat(TOPICS.own().stream(), Stream.of(TOPICS.agentCommand()))
                .map(topic -> topic.replace("+", "some-id"))
                .toList();
    }

    @Test
    void theAccessListOfEmqxLetsADeviceDoItsOwnAndNothingElse() throws IOException {
        var terms = read("emqx/acl.conf")
                .lines()
                .filter(line -> !line.startsWith("%%") && !line.isBlank())
                .toList();
        terms.forEach(term -> assertTrue(ACL_TERM.matcher(term).matches(), term));
        assertEquals("{deny, all}.", terms.getLast());
        assertEquals(List.of("sandpiper/hut/#"), filters(terms, "publish"));
        assertEquals(TOPICS.heard(), filters(terms, "subscribe"));
        published().forEach(topic -> assertTrue(covers("sandpiper/hut/#", topic), topic));
    }

    private static List<String> filters(List<String> terms, String action) {
        return terms.stream()
                .map(ACL_TERM::matcher)
                .filter(term -> term.matches() && "all".equals(term.group(2)) && action.equals(term.group(3)))
                .map(term -> term.group(4).replace("${username}", "hut"))
                .toList();
    }

    @Test
    void thePolicyOfAwsAllowsWhatTheAgentDoes() throws IOException {
        var text = read("aws-iot/policy.json");
        assertTrue(text.replaceAll("\\s", "").length() <= LARGEST_POLICY);
        var statements = objects(json("aws-iot/policy.json").getAsJsonObject().getAsJsonArray("Statement"))
                .toList();
        for (var topic : published())
            for (var action : List.of("iot:Publish", "iot:RetainPublish", "iot:Receive"))
                assertTrue(allows(statements, action, "topic/" + topic), action + " " + topic);
        for (var filter :
                Stream.concat(TOPICS.own().stream(), TOPICS.heard().stream()).toList())
            assertTrue(allows(statements, "iot:Subscribe", "topicfilter/" + filter), filter);
        assertTrue(allows(statements, "iot:Connect", "client/hut"));
        assertFalse(allows(statements, "iot:Publish", "topic/sandpiper/shed/status"));
        assertFalse(allows(statements, "iot:Connect", "client/shed"));
    }

    private static boolean allows(List<JsonObject> statements, String action, String resource) {
        return statements.stream()
                .filter(statement -> actions(statement).contains(action))
                .map(statement -> statement.get("Resource").getAsString().replace(THING, "hut"))
                .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
                .anyMatch(pattern -> resource.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q")));
    }

    private static Set<String> actions(JsonObject statement) {
        var action = statement.get("Action");
        return action.isJsonArray()
                ? action.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.toSet())
                : Set.of(action.getAsString());
    }

    @Test
    void theRulesOfAwsTakeAllThatIsKept() throws IOException {
        var filters = new TreeSet<String>();
        try (var files = Files.list(FOLDER.resolve("aws-iot"))) {
            for (var file : files.filter(path -> path.getFileName().toString().startsWith("rule-"))
                    .toList()) {
                var rule = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
                var sql = RULE.matcher(rule.get("sql").getAsString());
                assertTrue(sql.matches(), file + ": " + rule.get("sql"));
                assertFalse(rule.getAsJsonArray("actions").isEmpty());
                filters.add(sql.group(2));
            }
        }
        for (var kept : List.of("telemetry/air", "state/pump", "history/air", "gap"))
            assertEquals(
                    1,
                    filters.stream()
                            .filter(filter -> covers(filter, "sandpiper/hut/" + kept))
                            .count(),
                    kept);
    }

    @Test
    void theFlowOfNodeRedIsWiredToNodesThatAreThere() throws IOException {
        var nodes = objects(json("node-red/flow.json").getAsJsonArray()).toList();
        var ids = nodes.stream().map(node -> node.get("id").getAsString()).toList();
        assertEquals(ids.size(), new HashSet<>(ids).size());
        for (var node : nodes)
            for (var named : named(node)) assertTrue(ids.contains(named), node.get("id") + " names " + named);
        assertTrue(nodes.stream()
                .anyMatch(node -> node.has("query")
                        && node.get("query").getAsString().startsWith("select sandpiper.ingest($1, $2)")));
    }

    /** Tried with Node-RED 4.1: without the two file names it does not start, and by default it gives its session up. */
    @Test
    void nodeRedFindsWhatItNeedsAndMissesNothingWhileItIsStopped() throws IOException {
        for (var node : objects(json("node-red/flow.json").getAsJsonArray()).toList())
            switch (node.get("type").getAsString()) {
                case "tls-config" -> {
                    for (var file : List.of("ca", "cert", "key")) assertTrue(node.has(file), file);
                }
                case "mqtt-broker" -> {
                    assertFalse(node.get("cleansession").getAsBoolean());
                    assertFalse(node.get("autoUnsubscribe").getAsBoolean());
                }
                default -> {}
            }
    }

    private static List<String> named(JsonObject node) {
        var wires = node.has("wires")
                ? node.getAsJsonArray("wires").asList().stream()
                        .flatMap(output -> output.getAsJsonArray().asList().stream())
                        .map(JsonElement::getAsString)
                : Stream.<String>of();
        // The broker of a broker is a host's name.
        var keys = node.get("type").getAsString().equals("mqtt-broker")
                ? Stream.of("tls")
                : Stream.of("z", "broker", "postgreSQLConfig");
        var settings = keys.filter(node::has).map(key -> node.get(key).getAsString());
        return Stream.concat(wires, settings).toList();
    }
}
