package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.tinylog.Logger;

/** Why the disk takes nothing at present, said once when it begins and once when it ends; and when it is tried again. */
final class Trouble {
    static final Duration RETRY = Duration.ofSeconds(10);

    private final Path file;
    private final Time time;
    private String sentence = "";
    private long retryAt;

    Trouble(Path file, Time time) {
        this.file = file;
        this.time = time;
    }

    /** Empty while there is none. */
    Optional<String> sentence() {
        return present() ? Optional.of(sentence) : Optional.empty();
    }

    boolean present() {
        return !sentence.isEmpty();
    }

    /** Whether the disk may be asked to take something: a broken card answers each call after seconds only. */
    boolean letsTry() {
        return !present() || time.nanos() - retryAt >= 0;
    }

    /** It began, or is not over. */
    void is(Exception because) {
        retryAt = time.in(RETRY);
        if (!present())
            Logger.error(
                    "the outbox {} cannot be used: {}; readings still go out live, what is not sent is kept in memory only",
                    file,
                    reason(because));
        sentence = "the outbox cannot be used: " + reason(because);
    }

    void isOver() {
        if (present()) Logger.info("the outbox {} can be used again", file);
        sentence = "";
    }

    static String reason(Exception because) {
        return switch (because) {
            case AccessDeniedException denied -> "no right to write " + denied.getFile();
            case FileSystemException disk ->
                disk.getReason() == null ? "cannot make " + disk.getFile() : disk.getFile() + ": " + disk.getReason();
            case SQLException sql -> String.valueOf(sql.getMessage()).replaceFirst("^\\[SQLITE_\\w+]\\s*", "");
            default -> String.valueOf(because.getMessage());
        };
    }
}
