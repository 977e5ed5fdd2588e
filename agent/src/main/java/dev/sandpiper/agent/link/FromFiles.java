package dev.sandpiper.agent.link;

import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.keys.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Something read from files, and read again when one of them has changed. What was good stays until what follows it is
 * good as a whole.
 */
final class FromFiles<T> {
    /** Changes with every write, rename and change of mode; a link is followed. */
    private static final String FINGERPRINT = "unix:ino,ctime,size,mode";

    /** Makes it of the files. */
    interface Reader<T> {
        T read() throws KeyFault;
    }

    private final String what;
    private final List<Path> files;
    private final List<Path> secrets;
    private final Reader<T> reader;
    /** What was there when they were last read; before that nothing, which is not the same as files that are missing. */
    private Optional<Map<Path, Map<String, Object>>> seen = Optional.empty();

    private Map<Path, Map<String, Object>> accepted = Map.of();
    private @Nullable T good;
    private Optional<String> fault = Optional.empty();

    /**
     * @param what the name for people
     * @param secrets those of the files that nobody but their owner may use
     */
    FromFiles(String what, List<Path> files, List<Path> secrets, Reader<T> reader) {
        this.what = what;
        this.files = List.copyOf(files);
        this.secrets = List.copyOf(secrets);
        this.reader = reader;
    }

    /** Reads what has changed; whether there is something new to use. Without a change it costs a few system calls. */
    boolean look() {
        // Before the files are read: what changes meanwhile is found next time.
        var now = fingerprints();
        if (seen.filter(now::equals).isPresent()) return false;
        seen = Optional.of(now);
        try {
            refuseOpenSecrets(now);
            var next = reader.read();
            accepted = now;
            return take(next);
        } catch (KeyFault e) {
            refused(e.getMessage());
            return false;
        }
    }

    private boolean take(T next) {
        var first = good == null;
        var another = !next.equals(good);
        if (!first && another) Logger.info("{} was renewed", what);
        else if (fault.isPresent()) Logger.info("{} can be used again", what);
        fault = Optional.empty();
        if (another) good = next;
        return another;
    }

    private void refused(String sentence) {
        var known = fault.filter(sentence::equals).isPresent();
        fault = Optional.of(sentence);
        if (!known) problem().ifPresent(problem -> Logger.warn("{}", problem));
    }

    // At the start the configuration was refused for such; one that was let pass there may stay as it is.
    private void refuseOpenSecrets(Map<Path, Map<String, Object>> now) throws KeyFault {
        if (good == null) return;
        for (var secret : secrets) {
            if (now.get(secret).equals(accepted.get(secret))) continue;
            Secrets.refuseOpen(secret);
        }
    }

    private Map<Path, Map<String, Object>> fingerprints() {
        var all = new HashMap<Path, Map<String, Object>>();
        for (var file : files) all.put(file, fingerprint(file));
        return all;
    }

    private static Map<String, Object> fingerprint(Path file) {
        try {
            return Files.readAttributes(file, FINGERPRINT);
        } catch (IOException missing) {
            return Map.of();
        }
    }

    /** What was last good; empty before that. */
    Optional<T> good() {
        return Optional.ofNullable(good);
    }

    /** What is wrong with the files as they are now. */
    Optional<String> fault() {
        return fault;
    }

    /** The same, where former ones are in use. */
    Optional<String> problem() {
        return good == null
                ? Optional.empty()
                : fault.map(sentence -> "%s; %s as it was before stays in use".formatted(sentence, what));
    }
}
