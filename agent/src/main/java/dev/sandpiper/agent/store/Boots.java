package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When the device's last boots began, by a right clock: what was recorded on one of them and not stamped can be stamped
 * on any other, and a restart of the process does not forget that the clock was right. Belongs to the store thread.
 */
public final class Boots {
    private static final String NOTE = "boots";
    /** Of a device that reboots daily a quarter of a year; five kilobytes. */
    private static final int REMEMBERED = 100;

    private static final Duration STEP = Duration.ofMillis(100);

    private final Store store;
    private final Time time;
    private final String present;
    private final Map<String, Instant> known = new LinkedHashMap<>();

    /** @param present names the device's present boot */
    public Boots(Store store, Time time, String present) {
        this.store = store;
        this.time = time;
        this.present = present;
        store.read(Boots::read).ifPresent(known::putAll);
        Optional.ofNullable(known.get(present)).ifPresent(time::recall);
    }

    String present() {
        return present;
    }

    /** What a right calendar showed when this boot began; empty while none was seen on it. */
    Optional<Instant> origin(String boot) {
        return boot.equals(present) ? time.origin() : Optional.ofNullable(known.get(boot));
    }

    /** Has it written with the next commit that the clock is right, if that is news; whether it is. */
    boolean note() {
        var news = time.origin().filter(this::isNews);
        news.ifPresent(origin -> {
            known.put(present, origin);
            store.queue(database -> write(database, origin));
        });
        return news.isPresent();
    }

    private boolean isNews(Instant origin) {
        var noted = known.get(present);
        return noted == null || Duration.between(noted, origin).abs().compareTo(STEP) > 0;
    }

    // Read again here: when this process began the disk may have been unreadable.
    private void write(Database database, Instant origin) throws SQLException {
        var all = read(database);
        all.remove(present);
        while (all.size() >= REMEMBERED) all.remove(all.keySet().iterator().next());
        all.put(present, origin);
        Notes.note(
                database,
                NOTE,
                all.entrySet().stream()
                        .map(boot -> boot.getKey() + " " + boot.getValue().toEpochMilli())
                        .collect(Collectors.joining("\n")));
    }

    private static Map<String, Instant> read(Database database) throws SQLException {
        var all = new LinkedHashMap<String, Instant>();
        for (var text : database.texts("SELECT text FROM note WHERE name = ?", NOTE))
            text.lines()
                    .map(line -> line.split(" "))
                    .forEach(boot -> all.put(boot[0], Instant.ofEpochMilli(Long.parseLong(boot[1]))));
        return all;
    }
}
