package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The database as long as it can be written, and the news of it. A disk that is full, read-only or broken is said once;
 * the agent goes on from memory and tries again every ten seconds.
 */
public final class Store {
    static final Duration RETRY = Duration.ofSeconds(10);
    private static final int MOST_QUEUED = 10_000;
    private static final int SQLITE_NOTADB = 26;

    private final Path file;
    private final Time time;
    private final Division division;
    private @Nullable Database database;
    private long retryAt;
    private String trouble = "";
    private int databases = 1;
    private long commits;
    private final List<Database.Work> queued = new ArrayList<>();
    private final Salvages salvages;

    /** What showed that the file is damaged, while it was in use; it is set aside when it is opened next. */
    private @Nullable SQLException damage;

    /** Which file it is that is open, whatever its name. */
    private @Nullable Object identity;

    /**
     * Opens {@code outbox.db} in {@code directory}, which may fail: then {@link #trouble} says why.
     *
     * @param maxSize what all its files together may take, in bytes
     */
    public Store(Path directory, long maxSize, Time time) {
        this.file = directory.resolve("outbox.db");
        this.salvages = new Salvages(file);
        this.division = new Division(maxSize);
        this.time = time;
        open();
    }

    /** Why the database cannot be used at present, as a sentence; empty while it can. */
    public Optional<String> trouble() {
        return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
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
        return file.toAbsolutePath().getParent();
    }

    /** How many transactions were written since the start. */
    public long commits() {
        return commits;
    }

    /** What the database, its write-ahead log and its index take on the disk, in bytes. */
    public long bytes() {
        return size(file) + size(beside("-wal")) + size(beside("-shm"));
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
        if (database != null && !Objects.equals(identity, identity())) rescue(database);
        var open = usable();
        if (open == null) return false;
        try {
            keepLogSmall(open);
            open.transaction(work);
            commits++;
            recovered();
            return true;
        } catch (SQLException failed) {
            failed(failed);
            return false;
        }
    }

    // Whoever reads in one long transaction keeps the log from being begun anew, and it would grow for ever.
    private void keepLogSmall(Database open) throws SQLException {
        var log = size(beside("-wal"));
        if (log <= 2 * division.log() || open.foldLogAtOnce()) return;
        throw new SQLException("another program reads it for long, its log of " + log
                + " bytes cannot be folded back; end that program");
    }

    /** Reads; empty when the database cannot be read. */
    <T> Optional<T> read(Question<T> question) {
        var open = usable();
        if (open == null) return Optional.empty();
        try {
            return Optional.of(question.ask(open));
        } catch (SQLException failed) {
            failed(failed);
            return Optional.empty();
        }
    }

    /** Gives the disk back what a drained outbox left free in its file, a part at a time. */
    void giveBack() {
        var done = read(Database::giveBack).orElse(false);
        if (done) foldLog();
    }

    /** Moves what stands in the write-ahead log into the database file. */
    void foldLog() {
        read(database -> database.texts("PRAGMA wal_checkpoint(TRUNCATE)"));
    }

    /** A query over one or more tables. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Database database) throws SQLException;
    }

    /** Closes the file; what was committed stays. */
    public void close() {
        if (database == null) return;
        try {
            database.close();
        } catch (SQLException failed) {
            Logger.warn("{} was not closed properly: {}", file, failed.getMessage());
        }
        database = null;
    }

    // After a failure nothing touches the file until the retry: a broken card answers each call after seconds only.
    private @Nullable Database usable() {
        if (!trouble.isEmpty() && time.nanos() < retryAt) return null;
        if (database == null) open();
        return database;
    }

    private void open() {
        try {
            Files.createDirectories(file.getParent());
            SetAside.endMove(file);
            database = openOrSetAside();
            database.limitTo(division.room());
            identity = identity();
            if (salvages.lookFor(database)) database.transaction(salvages::begin);
        } catch (SQLException | IOException failed) {
            failed(failed);
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
            var to = SetAside.dated(file, time.wall());
            open.copyTo(to);
            salvages.add(to);
            Logger.warn(
                    "{} was deleted or replaced while in use; its records are saved from {}", file, to.getFileName());
        } catch (SQLException | IOException failed) {
            Logger.error("{} was deleted or replaced while in use: {}", file, reason(failed));
        }
        close();
    }

    private @Nullable Object identity() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    private static boolean isDamage(SQLException failed) {
        var code = failed.getErrorCode() & 0xFF;
        return code == Database.CORRUPT || code == SQLITE_NOTADB;
    }

    private void setAside(Exception because) throws IOException {
        var to = SetAside.move(file, time.wall());
        databases++;
        Logger.warn("{} is set aside as {}: {}", file, to.getFileName(), reason(because));
    }

    private void failed(Exception because) {
        if (because instanceof SQLException failed && isDamage(failed)) damage = failed;
        retryAt = time.in(RETRY);
        if (trouble.isEmpty())
            Logger.error(
                    "the outbox {} cannot be used: {}; readings still go out live, what is not sent is kept in memory only",
                    file,
                    reason(because));
        trouble = "the outbox cannot be used: " + reason(because);
        // A handle that failed once may be stale (remount, replaced file); a fresh one is tried.
        close();
    }

    private void recovered() {
        if (!trouble.isEmpty()) Logger.info("the outbox {} can be used again", file);
        trouble = "";
    }

    private static String reason(Exception because) {
        return switch (because) {
            case java.nio.file.AccessDeniedException denied -> "no right to write " + denied.getFile();
            case java.nio.file.FileSystemException disk ->
                disk.getReason() == null ? "cannot make " + disk.getFile() : disk.getFile() + ": " + disk.getReason();
            case SQLException sql -> sql.getMessage().replaceFirst("^\\[SQLITE_\\w+]\\s*", "");
            default -> String.valueOf(because.getMessage());
        };
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException absent) {
            return 0;
        }
    }
}
