package dev.sandpiper.agent.health;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is wrong at present, a sentence each. */
final class Problems {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Problems() {}

    static List<String> in(Reports reports, BoardReport board, Instant now) {
        var all = new ArrayList<String>();
        sensors(reports)
                .forEach((sentence, whose) -> all.add(
                        "%s: %s since %s".formatted(String.join(", ", whose.ids), sentence, text(whose.since, now))));
        reports.outputs()
                .forEach((id, report) ->
                        report.get().fault().ifPresent(fault -> all.add("%s: %s".formatted(id, fault))));
        reports.outbox().get().trouble().ifPresent(all::add);
        reports.outbox().get().refused().ifPresent(all::add);
        reports.outbox().get().damage().ifPresent(all::add);
        all.addAll(reports.link().get().problems());
        all.addAll(reports.credentials().get().problems());
        all.addAll(reports.agent().get());
        board.problems()
                .forEach(problem -> all.add("%s since %s".formatted(problem.sentence(), text(problem.since(), now))));
        return all;
    }

    /** The sensors with the same fault, such as a bus that is held down. */
    private record Whose(List<String> ids, Instant since) {
        Whose and(Whose other) {
            var both = new ArrayList<>(ids);
            both.addAll(other.ids);
            return new Whose(both, since.isBefore(other.since) ? since : other.since);
        }
    }

    private static Map<String, Whose> sensors(Reports reports) {
        var faults = new LinkedHashMap<String, Whose>();
        reports.sensors()
                .forEach((id, report) -> report.get()
                        .fault()
                        .ifPresent(fault ->
                                faults.merge(fault.sentence(), new Whose(List.of(id), fault.since()), Whose::and)));
        return faults;
    }

    static String text(Instant since, Instant now) {
        var days = Duration.between(since, now).compareTo(Duration.ofHours(12)) > 0;
        return (days ? DAY_AND_TIME : TIME).format(since);
    }
}
