package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The database as long as it can be written, and the news of it. A disk that is full, read-only or broken is said once;
 * the agent goes on from memory and tries again every ten seconds. What is stored is read meanwhile, if it can be.
 */
public final class Store {
    private static final int MOST_QUEUED = 10_000;
    private static final int SQLITE_NOTADB = 26;

    private final Path file;
    private final StoreFiles files;
    private final Time time;
    private final Division division;
    private @Nullable Database database;
    private final Trouble trouble;
    /** Something could not be written with the handle at hand, or it is one for reading. */
    private boolean forReading;

    private int databases = 1;
    private long commits;
    private final List<Database.Work> queued = new ArrayList<>();
    private final Salvages salvages;

    /** What showed that the file is damaged, while it was in use; it is set aside when it is opened next. */
    private @Nullable SQLException damage;

    /**
     * Opens {@code outbox.db} in {@code directory}, which may fail: then {@link #trouble} says why.
     *
     * @param maxSize what all its files together may take, in bytes
     */
    public Store(Path directory, long maxSize, Time time) {
        this.file = directory.resolve("outbox.db");
        this.files = new StoreFiles(file);
        this.trouble = new Trouble(file, time);
        this.salvages = new Salvages(file);
        this.division = new Division(maxSize);
        this.time = time;
        open();
    }

    /** Why the database cannot be written at present, as a sentence; empty while it can. */
    public Optional<String> trouble() {
        return trouble.sentence();
    }

    /** Whether a try to write would reach the disk: while it is in trouble, only every ten seconds. */
    boolean mayTryToWrite() {
        return trouble.letsTry();
    }

    /** Whether a damaged database was set aside since the start. */
    boolean lostADatabase() {
        return databases > 1;
    }

    /** The damaged database whose records are being brought into this one; empty when there is none. */
    Optional<Salvage> salvage() {
        return salvages.present();
    }

    /** All records that come from damaged databases have keys up to this. */
    long salvagedKey() {
        return salvages.lastKey();
    }

    /** Which database it is since the start: a damaged one is followed by a new one. */
    int databases() {
        return databases;
    }

    Path folder() {
        return files.folder();
    }

    /** How many transactions were written since the start. */
    public long commits() {
        return commits;
    }

    /** What the database, its write-ahead log and its index take on the disk, in bytes. */
    public long bytes() {
        return files.bytes();
    }

    Division division() {
        return division;
    }

    /** Adds statements to the next transaction, whichever comes, however long the disk cannot be written. */
    void queue(Database.Work work) {
        queued.add(work);
    }

    /** The same for what may come without end and does no harm when it is forgotten; it is, while too much waits. */
    void queueIfRoom(Database.Work work) {
        if (queued.size() < MOST_QUEUED) queued.add(work);
    }

    /** Writes what is in memory into each database that takes the place of a damaged one, before it is used. */
    void intoEachNew(Database.Work work) {
        salvages.intoEachNew(work);
    }

    int queued() {
        return queued.size();
    }

    /** Writes, together with what is queued; false when nothing was written. */
    boolean write(Database.Work work) {
        var written = writeAlone(database -> {
            for (var earlier : queued) earlier.in(database);
            work.in(database);
        });
        if (written) queued.clear();
        return written;
    }

    /** Writes what is not to wait for what is queued; false when nothing was written. */
    boolean writeAlone(Database.Work work) {
        if (database != null && trouble.letsTry() && isLost()) rescue(database);
        var open = toWrite();
        if (open == null) return false;
        try {
            keepLogSmall(open);
            open.transaction(work);
            commits++;
            trouble.isOver();
            return true;
        } catch (SQLException failed) {
            notWritten(failed);
            return false;
        }
    }

    // Once in trouble, who puts another file or disk in its place does it to mend that.
    private boolean isLost() {
        return trouble.present() ? files.deleted() : files.replaced();
    }

    // Whoever reads in one long transaction keeps the log from being begun anew, and it would grow for ever.
    private void keepLogSmall(Database open) throws SQLException {
        var log = files.logBytes();
        if (log <= 2 * division.log() || open.foldLogAtOnce()) return;
        throw new SQLException("another program reads it for long, its log of " + log
                + " bytes cannot be folded back; end that program");
    }

    /** Reads; empty when the database cannot be read. */
    <T> Optional<T> read(Question<T> question) {
        var open = toRead();
        if (open == null) return Optional.empty();
        try {
            return Optional.of(question.ask(open));
        } catch (SQLException failed) {
            notRead(failed);
            return Optional.empty();
        }
    }

    /** Gives the disk back what a drained outbox left free in its file, a part at a time. */
    void giveBack() {
        tidyUp(open -> {
            if (open.giveBack()) open.foldLog();
        });
    }

    /** Moves what stands in the write-ahead log into the database file. */
    void foldLog() {
        tidyUp(Database::foldLog);
    }

    private void tidyUp(Database.Work work) {
        var open = trouble.present() ? null : toWrite();
        if (open == null) return;
        try {
            work.in(open);
        } catch (SQLException failed) {
            notWritten(failed);
        }
    }

    /** A query over one or more tables. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Database database) throws SQLException;
    }

    /** Closes the file; what was committed stays. */
    public void close() {
        if (database != null) close(database);
        database = null;
    }

    private void close(Database open) {
        try {
            open.close();
        } catch (SQLException failed) {
            Logger.warn("{} was not closed properly: {}", file, failed.getMessage());
        }
    }

    // A handle that failed once may be stale (remount, replaced file): each try has a fresh one.
    private @Nullable Database toWrite() {
        if (!trouble.letsTry()) return null;
        if (database == null || forReading) open();
        return forReading ? null : database;
    }

    // Where nothing could be read nothing touches the file until the retry.
    private @Nullable Database toRead() {
        if (database == null && trouble.letsTry()) open();
        return database;
    }

    // The former handle stays until there is another: what is stored can be read from it.
    private void open() {
        try {
            Files.createDirectories(file.getParent());
            SetAside.endMove(file);
            var fresh = openOrSetAside();
            prepare(fresh);
            close();
            database = fresh;
            forReading = false;
        } catch (SQLException | IOException failed) {
            trouble.is(failed);
            if (!noteDamage(failed)) openToRead();
        }
    }

    private void prepare(Database fresh) throws SQLException, IOException {
        try {
            fresh.limitTo(division.room());
            files.opened();
            if (salvages.lookFor(fresh)) fresh.transaction(salvages::begin);
        } catch (SQLException | IOException failed) {
            close(fresh);
            throw failed;
        }
    }

    private void openToRead() {
        forReading = true;
        if (database != null) return;
        try {
            database = Database.openOwnToRead(file);
        } catch (SQLException failed) {
            Logger.debug("{} cannot be read either: {}", file, failed.getMessage());
        }
    }

    /** The salvage is finished: writes what tells of it, and goes on with the next if there is one. */
    boolean endSalvage(Database.Work told) {
        var written = write(database -> {
            told.in(database);
            salvages.noteTheOthers(database);
        });
        if (!written) return false;
        if (salvages.end()) write(salvages::begin);
        return true;
    }

    private Database openOrSetAside() throws SQLException, IOException {
        try {
            if (damage != null) throw damage;
            return Database.open(file, division.log());
        } catch (SQLException failed) {
            if (!isDamage(failed) && !Files.isDirectory(file)) throw failed;
            setAside(failed);
            damage = null;
            return Database.open(file, division.log());
        }
    }

    // SQLite would go on writing to a file that has no name any more. What is in it can still be read.
    private void rescue(Database open) {
        databases++;
        try {
            Files.createDirectories(file.getParent());
            SetAside.begin(file);
            var to = SetAside.dated(file, time.wall());
            open.copyTo(to);
            salvages.add(to);
            Logger.warn(
                    "{} was deleted or replaced while in use; its records are saved from {}", file, to.getFileName());
        } catch (SQLException | IOException failed) {
            Logger.error("{} was deleted or replaced while in use: {}", file, Trouble.reason(failed));
        }
        close();
    }

    private static boolean isDamage(SQLException failed) {
        var code = failed.getErrorCode() & 0xFF;
        return code == Database.CORRUPT || code == SQLITE_NOTADB;
    }

    private void setAside(Exception because) throws IOException {
        close();
        var to = SetAside.move(file, time.wall());
        databases++;
        Logger.warn("{} is set aside as {}: {}", file, to.getFileName(), Trouble.reason(because));
    }

    private void notWritten(SQLException failed) {
        forReading = true;
        trouble.is(failed);
        noteDamage(failed);
    }

    private void notRead(SQLException failed) {
        trouble.is(failed);
        if (!noteDamage(failed)) close();
    }

    // To be set aside at the next try.
    private boolean noteDamage(Exception because) {
        if (!(because instanceof SQLException failed) || !isDamage(failed)) return false;
        damage = failed;
        close();
        return true;
    }
}
