package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.tinylog.Logger;

/**
 * SQLite's native part, which its driver unpacks into a temporary file and deletes at a clean end only: each kill left a
 * megabyte. Here the file is deleted as soon as it is loaded.
 */
public final class NativeLibrary {
    private static final String PLACE = "org.sqlite.tmpdir";

    private static boolean tried;

    private NativeLibrary() {}

    /** Loads it once; where that fails the driver tries its own way, and says why it cannot. */
    public static synchronized void load() {
        if (tried || System.getProperty(PLACE) != null) return;
        tried = true;
        try {
            var folder = Files.createTempDirectory("sandpiper-");
            System.setProperty(PLACE, folder.toString());
            try {
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(PLACE);
                delete(folder);
            }
        } catch (Exception failed) {
            Logger.debug(failed);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }
}
