package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * The write-ahead log beside a database that is open. SQLite as sqlite-jdbc builds it calls {@code fsync}, which has ext4
 * write three blocks of its journal each time for the file's date alone; {@code fdatasync} keeps what was written just as
 * well. SQLite puts no locks on the log, so that another handle on it is in nobody's way.
 */
final class LogFile implements AutoCloseable {
    /** SQLITE_IOERR. */
    private static final int INPUT_OUTPUT_ERROR = 10;

    private final FileChannel file;

    private LogFile(FileChannel file) {
        this.file = file;
    }

    static Path beside(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /**
     * Synchronises what was committed before, too.
     *
     * @param database open in write-ahead mode and read from, so that its log is there
     */
    static LogFile of(Path database) throws SQLException {
        try {
            var log = new LogFile(FileChannel.open(beside(database), StandardOpenOption.WRITE));
            log.synchronise();
            return log;
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    /** When this returns, what was committed survives a power cut. */
    void synchronise() throws SQLException {
        try {
            file.force(false);
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            file.close();
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    private static SQLException failure(IOException failed) {
        return new SQLException("disk I/O error on its log: " + failed.getMessage(), "", INPUT_OUTPUT_ERROR, failed);
    }
}
