package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.operator.Roster.Entry;
import dev.sandpiper.agent.operator.Roster.Sight;
import dev.sandpiper.agent.operator.Row.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The table as rows of a terminal: every sensor and actuator where there is room, else a row for each device, else those
 * that somebody should look at first.
 */
final class Picture {
    private static final int WIDEST_NAME = 24;
    private static final Set<String> OFF = Set.of("off", "0", "0.0");

    private final Roster roster;
    private final Paper paper;
    private final Instant now;
    private final int widestName;

    Picture(Roster roster, Paper paper, Instant now) {
        this.roster = roster;
        this.paper = paper;
        this.now = now;
        this.widestName = Math.min(WIDEST_NAME, widestName(roster.devices()));
    }

    private static int widestName(Collection<Sight> devices) {
        return devices.stream()
                .flatMap(device -> Stream.concat(
                        Stream.of(device.id()), device.entries().stream().map(Entry::id)))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** @param link how the connection is */
    List<Row> rows(Row link) {
        var rows = new ArrayList<Row>();
        rows.add(head(link));
        rows.addAll(body(paper.lines() - 1));
        var events = roster.events();
        if (!events.isEmpty() && rows.size() + 1 + events.size() <= paper.lines()) {
            rows.add(new Row());
            events.forEach(event -> rows.add(new Row().add(Style.FAINT, event)));
        }
        return rows.stream()
                .limit(Math.max(1, paper.lines()))
                .map(row -> row.cut(paper.columns()))
                .toList();
    }

    private Row head(Row link) {
        var head = link.add("  ").add(Style.STRONG, counts(roster.devices()));
        if (roster.ignored() > 0) head.add(Style.WARNING, "  more is said than can be kept: name the devices to watch");
        return head;
    }

    private static String counts(Collection<Sight> devices) {
        var offline = devices.stream().filter(device -> !device.online()).count();
        var problems =
                devices.stream().filter(device -> !device.problems().isEmpty()).count();
        return "%d device%s%s%s"
                .formatted(
                        devices.size(),
                        devices.size() == 1 ? "" : "s",
                        offline == 0 ? "" : ", %d offline".formatted(offline),
                        problems == 0 ? "" : ", %d with problems".formatted(problems));
    }

    private List<Row> body(int room) {
        var devices = roster.devices();
        if (devices.isEmpty()) return List.of(new Row().add(Style.FAINT, "nothing heard yet"));
        var all = devices.stream()
                .mapToInt(device ->
                        1 + device.entries().size() + device.problems().size())
                .sum();
        if (all <= room)
            return devices.stream().flatMap(device -> whole(device).stream()).toList();
        if (devices.size() <= room) return devices.stream().map(this::brief).toList();
        return mostTroubled(devices, room - 1);
    }

    private List<Row> mostTroubled(Collection<Sight> devices, int room) {
        var sorted = devices.stream()
                .sorted(Comparator.comparing((Sight device) -> !device.troubled()))
                .toList();
        var shown = Math.max(0, room);
        var rows = new ArrayList<>(
                sorted.subList(0, shown).stream().map(this::brief).toList());
        rows.add(new Row().add(Style.FAINT, "and " + counts(sorted.subList(shown, sorted.size())) + " more"));
        return rows;
    }

    private List<Row> whole(Sight device) {
        var rows = new ArrayList<Row>();
        rows.add(name(device)
                .add(Style.FAINT, device.what())
                .endingWith(paper.columns(), Style.FAINT, age(device.lastHeard())));
        device.entries().forEach(entry -> rows.add(entry(device, entry)));
        device.problems().forEach(problem -> rows.add(new Row().add(Style.WARNING, "  ! " + problem)));
        return rows;
    }

    private Row name(Sight device) {
        var status = device.online() ? Style.GOOD : Style.BAD;
        return new Row()
                .add(status, device.online() ? "● " : "○ ")
                .column(widestName, Style.STRONG, device.id())
                .column(7, status, device.status());
    }

    private Row entry(Sight device, Entry entry) {
        var row = new Row().add("  ").column(widestName, Style.PLAIN, entry.id());
        row.add(device.online() ? style(entry) : Style.FAINT, entry.text());
        if (!entry.remark().isEmpty()) row.add(Style.FAINT, "  " + entry.remark());
        return row.endingWith(paper.columns(), Style.FAINT, age(entry.at()));
    }

    private static Style style(Entry entry) {
        return switch (entry.kind()) {
            case READING -> Style.PLAIN;
            case FAULT -> Style.WARNING;
            case STATE -> OFF.contains(entry.text()) ? Style.PLAIN : Style.GOOD;
        };
    }

    private Row brief(Sight device) {
        var row = name(device);
        device.problems().forEach(problem -> row.add(Style.WARNING, "! " + problem + "  "));
        device.entries()
                .forEach(entry -> row.add(Style.FAINT, entry.id() + " ")
                        .add(device.online() ? style(entry) : Style.FAINT, entry.text() + "  "));
        return row.endingWith(paper.columns(), Style.FAINT, age(device.lastHeard()));
    }

    /** {@code 12 s}; a clock that is behind shows as now. */
    private String age(Optional<Instant> at) {
        return at.map(then -> Duration.between(then, now)).map(Picture::text).orElse("");
    }

    private static String text(Duration age) {
        if (age.toDays() >= 2) return age.toDays() + " d";
        if (age.toHours() >= 2) return age.toHours() + " h";
        if (age.toMinutes() >= 2) return age.toMinutes() + " min";
        return Math.max(0, age.toSeconds()) + " s";
    }
}
