package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Members;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The health message for people: what is wrong first, then the figures that matter.
 *
 * @param message its members, each as JSON
 */
record HealthReport(SequencedMap<String, String> message) {

    String text() {
        var lines = new ArrayList<String>();
        lines.add(message.getOrDefault("ok", "").equals("true") ? "ok" : "problems:");
        Members.texts(message.getOrDefault("problems", "[]")).forEach(problem -> lines.add("  " + problem));
        lines.add(figures());
        return String.join("\n", lines);
    }

    private String figures() {
        var link = part("link");
        var outbox = part("outbox");
        var table = new Table()
                .row("run", plain(message, "run") + ", up for " + uptime() + ", clock " + plain(message, "clock"))
                .row("link", link(link))
                .row(
                        "outbox",
                        "%s records wait, %s given up, store %s"
                                .formatted(plain(outbox, "records"), plain(outbox, "dropped"), plain(outbox, "store")));
        if (message.containsKey("certificate_days"))
            table.row("certificates", end(Long.parseLong(plain(message, "certificate_days"))));
        if (message.containsKey("board")) table.row("board", new BoardLine(part("board")).text());
        if (message.containsKey("process")) table.row("process", process(part("process")));
        part("sensors").forEach((id, one) -> table.row(id, sensor(Members.of(one))));
        part("actuators").forEach((id, one) -> table.row(id, actuator(Members.of(one))));
        return table.toString();
    }

    private static String link(Map<String, String> link) {
        if (plain(link, "since").equals("-")) return "not connected, last loss " + plain(link, "last_loss");
        return "connected since %s, %s connections, round trip %s ms"
                .formatted(plain(link, "since"), plain(link, "connects"), plain(link, "rtt_ms"));
    }

    private static String end(long days) {
        return days < 0 ? "one has ended" : "the first ends in %d days".formatted(days);
    }

    private static String process(Map<String, String> process) {
        return "%s MiB, %s %% of a processor, %s threads"
                .formatted(plain(process, "rss_mib"), plain(process, "cpu_percent"), plain(process, "threads"));
    }

    private static String sensor(Map<String, String> sensor) {
        var how = sensor.containsKey("error") ? plain(sensor, "error") : "ok";
        return "%s, last reading %s, %s errors".formatted(how, plain(sensor, "last"), plain(sensor, "errors"));
    }

    private static String actuator(Map<String, String> actuator) {
        return (actuator.containsKey("error") ? plain(actuator, "error") : "ok") + ", " + plain(actuator, "value");
    }

    private String uptime() {
        var seconds = Long.parseLong(message.getOrDefault("uptime", "0"));
        return Figures.span(Duration.ofSeconds(seconds));
    }

    private SequencedMap<String, String> part(String name) {
        return Members.of(message.getOrDefault(name, "{}"));
    }

    private static String plain(Map<String, String> members, String name) {
        var value = members.getOrDefault(name, "null");
        return value.equals("null") ? "-" : Members.plain(value);
    }
}
