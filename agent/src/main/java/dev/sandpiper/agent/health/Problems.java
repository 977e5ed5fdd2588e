package dev.sandpiper.agent.health;

import dev.sandpiper.agent.measure.SensorReport.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong at present, a sentence each. */
final class Problems {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Problems() {}

    static List<String> in(Reports reports, Instant now) {
        var all = new ArrayList<String>();
        reports.sensors()
                .forEach((id, report) -> report.get()
                        .fault()
                        .ifPresent(fault ->
                                all.add("%s: %s since %s".formatted(id, fault.sentence(), since(fault, now)))));
        reports.outputs()
                .forEach((id, report) ->
                        report.get().fault().ifPresent(fault -> all.add("%s: %s".formatted(id, fault))));
        reports.outbox().get().trouble().ifPresent(all::add);
        reports.outbox().get().refused().ifPresent(all::add);
        reports.outbox().get().damage().ifPresent(all::add);
        all.addAll(reports.link().get().problems());
        all.addAll(reports.credentials().get().problems());
        return all;
    }

    private static String since(Fault fault, Instant now) {
        var days = Duration.between(fault.since(), now).compareTo(Duration.ofHours(12)) > 0;
        return (days ? DAY_AND_TIME : TIME).format(fault.since());
    }
}
