package dev.sandpiper.agent.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The first look through a damaged database. It brings the journal and the notes into the new one before a command can
 * come: none is to be carried out twice because its id was forgotten. Of the records it learns how many there were.
 */
final class Survey {
    private static final String COMMAND = "ntTtiT";
    private static final String PROGRESS = "niii";
    private static final String TABLE = "tttit";
    private static final String PAIR = "tt";
    /** Tables without keys: the rest of the agent's memory. */
    private static final Map<String, String> PAIRS = Map.of(
            "note", "INSERT OR IGNORE INTO note (name, text) VALUES (?, ?)",
            "refused_retained", "INSERT OR IGNORE INTO refused_retained (name, content) VALUES (?, ?)");

    private final Set<Long> runs = new HashSet<>();
    private long lastKey;
    private long records = -1;
    private long run;
    private long lastSeq;
    private long commands;

    /** Reads all pages, and writes the commands into the new database. */
    static Survey of(Pages pages, Database into) throws SQLException {
        var survey = new Survey();
        var unreadable = 0;
        for (var page = 1; page <= pages.count() && unreadable < Pages.MOST_UNREADABLE; page++)
            try {
                if (!pages.isFree(page)) for (var row : Row.in(pages, page)) survey.look(row, pages, into);
            } catch (IOException failed) {
                unreadable++;
            }
        return survey;
    }

    private void look(Row row, Pages pages, Database into) throws SQLException {
        if (row.values().size() == COMMAND.length() && row.looksLike(COMMAND)) command(row, into);
        else if (row.values().size() == PROGRESS.length() && row.looksLike(PROGRESS)) progress(row);
        else if (row.values().size() == TABLE.length() && row.looksLike(TABLE)) pairs(row, pages, into);
        else Found.in(row).ifPresent(found -> record(found.entry()));
    }

    private void record(Entry entry) {
        lastKey = Math.max(lastKey, entry.key);
        runs.add(entry.run);
    }

    // What was answered stays answered, whichever of two versions of a row is met first.
    private void command(Row row, Database into) throws SQLException {
        var values = row.values();
        commands++;
        into.run(
                "INSERT OR IGNORE INTO command (number, name, id, content, received, reply) VALUES (?,?,?,?,?,?)",
                row.key(),
                values.get(1),
                values.get(2),
                values.get(3),
                values.get(4),
                values.get(5));
        if (values.get(5) != null)
            into.run("UPDATE command SET reply = ? WHERE number = ? AND reply IS NULL", values.get(5), row.key());
    }

    // Two such tables look alike, so the page of the schema has to be readable: what anybody sends is no note.
    private static void pairs(Row table, Pages pages, Database into) throws SQLException {
        var insert = PAIRS.get(table.text(1));
        if (insert == null || !table.text(0).equals("table")) return;
        for (var row : Row.below(pages, (int) table.number(3)))
            if (row.values().size() == PAIR.length() && row.looksLike(PAIR)) into.run(insert, row.text(0), row.text(1));
    }

    private void progress(Row row) {
        run = row.number(1);
        runs.add(run);
        lastSeq = row.number(2);
        records = row.number(3);
    }

    /** Whether the run has left anything there. */
    boolean knows(long number) {
        return runs.contains(number);
    }

    /** The highest key of a record that can be read. */
    long lastKey() {
        return lastKey;
    }

    /** How many records there were at the last commit; negative when nobody knows. */
    long records() {
        return records;
    }

    /** The last run that wrote there; 0 when nobody knows. */
    long run() {
        return run;
    }

    /** How far its numbers had come. */
    long lastSeq() {
        return lastSeq;
    }

    /** How many commands were saved. */
    long commands() {
        return commands;
    }
}
