package dev.sandpiper.agent;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the directions between packages (docs/architecture.md) against what the compiler really produced, by {@code jdeps}.
 * A new package needs a row in {@link #MAY_USE}; a new edge needs a reason.
 */
class DependencyDirectionTest {
    private static final String OURS = "dev.sandpiper.";
    private static final String EVERYTHING = "*";

    /** What each package may use of the others. Itself is always allowed. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            row("sensors.kernel"),
            row("sensors", "sensors.kernel"),
            row("sensors.chip", "sensors"),
            row("sensors.sim", "sensors"),
            row("sensors.scan", "sensors", "sensors.chip", "sensors.kernel"),
            row("sensors.testing", "sensors", "sensors.sim"),
            row("agent.loop"),
            row("agent.json", "sensors"),
            row("agent.keys"),
            row("agent.foreign", "sensors", "agent.loop"),
            row("agent.payload", "agent.json"),
            row(
                    "agent.config",
                    "sensors",
                    "sensors.chip",
                    "sensors.sim",
                    "agent.keys",
                    "agent.foreign",
                    "agent.payload"),
            row("agent.pi", "sensors", "sensors.chip", "sensors.kernel", "agent.config"),
            row("agent.store", "agent.loop", "agent.json", "agent.payload"),
            row("agent.link", "agent.loop", "agent.json", "agent.payload", "agent.config", "agent.store", "agent.keys"),
            row("agent.shaping", "sensors", "agent.loop", "agent.config"),
            row(
                    "agent.measure",
                    "sensors",
                    "sensors.chip",
                    "agent.loop",
                    "agent.json",
                    "agent.config",
                    "agent.shaping",
                    "agent.store"),
            row("agent.command", "sensors", "agent.loop", "agent.json", "agent.config", "agent.store"),
            row(
                    "agent.health",
                    "sensors",
                    "agent.loop",
                    "agent.json",
                    "agent.payload",
                    "agent.config",
                    "agent.store",
                    "agent.link",
                    "agent.measure",
                    "agent.command"),
            row(
                    "agent.control",
                    "sensors",
                    "agent.loop",
                    "agent.json",
                    "agent.config",
                    "agent.store",
                    "agent.measure",
                    "agent.command"),
            row("agent.discovery", "sensors", "agent.loop", "agent.json", "agent.config", "agent.link"),
            row("agent.systemd", "agent.loop"),
            row(
                    "agent.operator",
                    "agent.loop",
                    "agent.json",
                    "agent.payload",
                    "agent.config",
                    "agent.store",
                    "agent.link"),
            row("agent.safestate", "sensors", "sensors.chip", "agent.loop", "agent.config", "agent.foreign"),
            row("agent.cli", EVERYTHING),
            row("agent", EVERYTHING));

    /** Libraries with one owner: a package, or a single class. */
    private static final Map<String, Set<String>> ONLY_USED_BY = Map.of(
            "com.pi4j", Set.of("sensors", "sensors.chip", "sensors.sim"),
            "java.sql", Set.of("agent.store"),
            "org.sqlite", Set.of("agent.store"),
            "org.apache.sshd", Set.of("agent.keys.OlderKey", "agent.keys.TripleDesKey"),
            "org.eclipse.paho", Set.of("agent.link.PahoTransport"),
            "org.snakeyaml", Set.of("agent.config"),
            "picocli", Set.of("agent", "agent.cli"));

    /** The one list of all drivers. */
    private static final String DRIVERS = "sensors.chip.Drivers";

    private static final Pattern EDGE = Pattern.compile("^ +(\\S+) +-> (\\S+).*");

    /** One class uses another; names without {@link #OURS} where they are ours, nested classes as their outer one. */
    private record Edge(String from, String to) {
        static Edge of(String from, String to) {
            return new Edge(shortName(from), shortName(to));
        }

        boolean staysInOnePackage() {
            return packageOf(from).equals(packageOf(to));
        }

        boolean leadsToOurs() {
            return MAY_USE.containsKey(packageOf(to));
        }

        @Override
        public String toString() {
            return from + " -> " + to;
        }
    }

    @Test
    void everyPackageHasARow() {
        assertNone("a package without a row in MAY_USE", edge -> !MAY_USE.containsKey(packageOf(edge.from)));
    }

    @Test
    void packagesUseOnlyWhatTheirRowAllows() {
        assertNone("not allowed by MAY_USE", edge -> {
            var allowed = MAY_USE.getOrDefault(packageOf(edge.from), Set.of());
            return edge.leadsToOurs()
                    && !edge.staysInOnePackage()
                    && !allowed.contains(EVERYTHING)
                    && !allowed.contains(packageOf(edge.to));
        });
    }

    @Test
    void eachOwnedLibraryIsUsedByItsOwnerAlone() {
        assertNone(
                "not allowed by ONLY_USED_BY",
                edge -> ONLY_USED_BY.entrySet().stream()
                        .filter(library -> edge.to.startsWith(library.getKey() + "."))
                        .map(Map.Entry::getValue)
                        .anyMatch(owners -> !owners.contains(edge.from) && !owners.contains(packageOf(edge.from))));
    }

    @Test
    void driversNeverUseEachOther() {
        // A driver is what the list names; what chips of one family share is not in it.
        var drivers = edges().stream()
                .filter(edge -> edge.from.equals(DRIVERS) && edge.staysInOnePackage())
                .map(edge -> edge.to)
                .collect(toSet());
        assertNone(
                "one driver uses another",
                edge -> drivers.contains(edge.to)
                        && edge.staysInOnePackage()
                        && !edge.from.equals(DRIVERS)
                        && !edge.from.equals(edge.to));
    }

    @Test
    void theTableItselfHasNoCycle() {
        var settled = new HashSet<String>();
        while (settled.size() < MAY_USE.size()) {
            var next = MAY_USE.entrySet().stream()
                    .filter(row -> !settled.contains(row.getKey()))
                    .filter(row -> settled.containsAll(row.getValue())
                            || row.getValue().contains(EVERYTHING))
                    .map(Map.Entry::getKey)
                    .toList();
            assertTrue(!next.isEmpty(), () -> "the rows of MAY_USE beside " + settled + " depend on each other");
            settled.addAll(next);
        }
    }

    private static void assertNone(String rule, Predicate<Edge> offends) {
        var offending =
                edges().stream().filter(offends).map(edge -> "\n    " + edge).collect(joining());
        assertTrue(offending.isEmpty(), () -> rule + ":" + offending);
    }

    private static List<Edge> edges() {
        var printed = new StringWriter();
        var writer = new PrintWriter(printed);
        var jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        int status = jdeps.run(writer, writer, "-verbose:class", "-filter:none", classes("."), classes("../sensors"));
        assertEquals(0, status, printed::toString);
        var edges = printed.toString()
                .lines()
                .flatMap(DependencyDirectionTest::edge)
                .distinct()
                .toList();
        assertTrue(edges.size() > 1, "jdeps found nothing");
        return edges;
    }

    private static Stream<Edge> edge(String line) {
        var matcher = EDGE.matcher(line);
        return matcher.matches() ? Stream.of(Edge.of(matcher.group(1), matcher.group(2))) : Stream.empty();
    }

    private static String classes(String module) {
        var folder = Path.of(module, "target", "classes");
        assertTrue(Files.isDirectory(folder), () -> folder.toAbsolutePath() + " is missing; build both modules first");
        return folder.toString();
    }

    private static String shortName(String name) {
        var outer = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        return outer.startsWith(OURS) ? outer.substring(OURS.length()) : outer;
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    private static Map.Entry<String, Set<String>> row(String name, String... others) {
        return Map.entry(name, Set.of(others));
    }
}
