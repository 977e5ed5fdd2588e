package dev.sandpiper.agent.health;

import dev.sandpiper.agent.link.LinkReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How the agent is, in the one line that {@code systemctl status} shows. */
final class StatusLine {
    private StatusLine() {}

    /** @param problems those of the link are told anyway, those of the agent itself first */
    static String of(Reports reports, List<String> problems, Instant now) {
        var link = reports.link().get();
        var own = reports.agent().get();
        var rest = problems.stream().filter(sentence -> !link.problems().contains(sentence) && !own.contains(sentence));
        var others = Stream.concat(own.stream(), rest).toList();
        return "%s, %s; %s; %d waiting%s"
                .formatted(
                        counted(reports.sensors().size(), "sensor"),
                        counted(reports.outputs().size(), "actuator"),
                        link(link, now),
                        reports.outbox().get().records(),
                        summary(others));
    }

    private static String counted(int count, String what) {
        return "%d %s%s".formatted(count, what, count == 1 ? "" : "s");
    }

    private static String link(LinkReport link, Instant now) {
        return link.since()
                .map(since -> "connected to %s since %s"
                        .formatted(link.broker().orElse("the broker"), Problems.text(since, now)))
                .orElseGet(() -> link.problems().stream().findFirst().orElse("not connected"));
    }

    private static String summary(List<String> problems) {
        if (problems.isEmpty()) return "";
        var more = problems.size() - 1;
        return "; " + problems.getFirst() + (more == 0 ? "" : " (and %d more)".formatted(more));
    }
}
