package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Brings the records of a damaged database into the new one, some pages at a time: in their old order, since each keeps
 * its key, and byte for byte. It looks at every page by itself, so it needs nothing of what holds the pages together.
 * Begun anew it does no harm.
 */
final class Salvage {
    /** Some thirteen hundred records: a fiftieth of a second here, without the commit. */
    private static final int BYTES_AT_ONCE = 256 * 1024;

    private final Path file;
    private final @Nullable Pages pages;
    private final Survey survey;
    private final Map<Long, Numbers> runs = new TreeMap<>();
    private int next = 1;
    private int unreadable;
    private long found;

    private Salvage(Path file, @Nullable Pages pages, Survey survey) {
        this.file = file;
        this.pages = pages;
        this.survey = survey;
    }

    /** The numbers found of a run. */
    private record Numbers(long first, long last, long count) {
        Numbers and(Numbers other) {
            return new Numbers(Math.min(first, other.first), Math.max(last, other.last), count + other.count);
        }
    }

    /** Opens a damaged database and brings its commands into the new one. */
    static Salvage begin(Path file, Database into) throws SQLException {
        try {
            var pages = Pages.of(file);
            return new Salvage(file, pages, Survey.of(pages, into));
        } catch (IOException failed) {
            Logger.warn("nothing can be read of {}: {}", file, failed.getMessage());
            return new Salvage(file, null, new Survey());
        }
    }

    Path file() {
        return file;
    }

    /** All records that can be read have keys up to this. */
    long lastKey() {
        return survey.lastKey();
    }

    boolean knows(long run) {
        return survey.knows(run);
    }

    boolean finished() {
        return pages == null || next > pages.count() || unreadable >= Pages.MOST_UNREADABLE;
    }

    /** Records of it that are in memory, and were written again from there. */
    void alreadyThere(List<Entry> entries) {
        for (var entry : entries) count(entry);
    }

    /**
     * Brings what the next pages hold; false when the disk did not take it, which is then to be tried again.
     *
     * @param held what is in memory and has been written from there
     * @param gone what the broker has acknowledged since
     */
    boolean slice(Store store, LongPredicate held, LongPredicate gone) {
        var end = next;
        var rows = new ArrayList<Found>();
        while (pages != null && end <= pages.count() && (end - next) * pages.size() < BYTES_AT_ONCE)
            rows.addAll(read(pages, end++));
        rows.removeIf(row -> held.test(row.entry().key));
        var fresh = new ArrayList<Entry>();
        var written = store.write(database -> {
            for (var row : rows)
                if (gone.test(row.entry().key) || Records.salvage(database, row)) fresh.add(row.entry());
        });
        if (!written) return false;
        fresh.forEach(this::count);
        next = end;
        return true;
    }

    private List<Found> read(Pages from, int page) {
        try {
            if (from.isFree(page)) return List.of();
            return Row.in(from, page).stream()
                    .flatMap(row -> Found.in(row).stream())
                    .toList();
        } catch (IOException failed) {
            unreadable++;
            return List.of();
        }
    }

    private void count(Entry entry) {
        found++;
        if (entry.kind.numbered())
            runs.merge(entry.run, new Numbers(entry.seq, entry.seq, 1), (all, one) -> all.and(one));
    }

    /** The members behind {@code ts} of the gaps that announce it, with what is known. */
    List<String> gaps() {
        var holes = holes();
        var lost = survey.records() - found;
        if (survey.records() >= 0
                && lost == holes.stream().mapToLong(Gap::dropped).sum()
                && lost > 0) return holes.stream().map(Gap::bodyWithoutIds).toList();
        var json = new Json();
        if (survey.run() > 0) json.put("run", survey.run());
        if (survey.records() >= 0) json.put("dropped", Math.max(0, lost));
        return List.of(json.put("reason", Gap.DAMAGED).body());
    }

    private List<Gap> holes() {
        var holes = new ArrayList<Gap>();
        runs.forEach((run, numbers) -> {
            var last = run == survey.run() ? Math.max(numbers.last, survey.lastSeq()) : numbers.last;
            var missing = last - numbers.first + 1 - numbers.count;
            var whole = numbers.last - numbers.first + 1 == numbers.count;
            var from = whole ? numbers.last + 1 : numbers.first + 1;
            var to = last > numbers.last ? last : last - 1;
            if (missing > 0) holes.add(new Gap(run, from, to, missing, Gap.DAMAGED, List.of()));
        });
        return holes;
    }

    /** What was saved and where the rest is. */
    String sentence() {
        var of = survey.records() < 0 ? "" : " of " + Math.max(found, survey.records());
        return "the outbox was damaged: %d%s records and %d commands were saved from it, it is kept as %s"
                .formatted(found, of, survey.commands(), file.getFileName());
    }

    void close() {
        try {
            if (pages != null) pages.close();
        } catch (IOException failed) {
            Logger.debug("{} was not closed properly: {}", file, failed.getMessage());
        }
    }
}
