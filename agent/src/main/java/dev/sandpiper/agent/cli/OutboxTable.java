package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.Census;
import java.time.Duration;
import java.util.Map;

/**
 * The outbox for people: figures first, then what waits by run and id.
 *
 * @param figures the answer of an agent, or what its file shows; each as JSON
 */
record OutboxTable(Map<String, String> figures, Census census, AgentConfig config) {

    String text() {
        return census.records() == 0 ? totals() : totals() + "\n\n" + each();
    }

    private String totals() {
        var table = new Table()
                .row("records", plain("records"))
                .row("oldest", plain("oldest"))
                .row(
                        "size",
                        "%s of %s"
                                .formatted(
                                        Figures.bytes(Double.parseDouble(plain("bytes"))),
                                        Figures.bytes(config.outbox().maxSize())));
        if (figures.containsKey("rate")) table.row("rate", rate()).row("drained", drained());
        if (!plain("set_aside").equals("0"))
            table.row("set aside", plain("set_aside") + ", the broker closes the connection on them");
        if (figures.containsKey("dropped")) table.row("dropped", plain("dropped") + " since the start");
        if (figures.containsKey("store")) table.row("store", plain("store"));
        return table.toString();
    }

    private String rate() {
        var rate = Members.of(figures.getOrDefault("rate", "{}"));
        return "%s/s come, %s/s are acknowledged, in the last %s"
                .formatted(
                        rate.get("in"),
                        rate.get("out"),
                        Figures.span(Duration.ofSeconds(Long.parseLong(rate.getOrDefault("seconds", "0")))));
    }

    private String drained() {
        if (plain("records").equals("0")) return "yes";
        if (plain("connected").equals("false")) return "not before there is a connection";
        var seconds = plain("drained_in");
        return seconds.equals("-")
                ? "not while more comes than is acknowledged"
                : "in about " + Figures.span(Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private String each() {
        var table = new Table().row("run", "id", "records", "payload", "oldest");
        for (var count : census.counts())
            table.row(
                    Long.toString(count.of().run()),
                    count.of().name(),
                    Long.toString(count.records()),
                    Figures.bytes(count.bytes()),
                    count.oldest());
        return table.toString();
    }

    private String plain(String name) {
        var value = figures.getOrDefault(name, "null");
        return value.equals("null") ? "-" : Members.plain(value);
    }
}
