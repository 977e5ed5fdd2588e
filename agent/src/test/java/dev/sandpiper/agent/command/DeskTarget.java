package dev.sandpiper.agent.command;

import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** For a fuzzer: whatever happens to a command desk, in whatever order. */
public final class DeskTarget {
    private static final Path MEMORY = Path.of("/dev/shm");
    /** Made once, since that takes longer than most of what is tried with it. */
    private static final byte[] EMPTY_STORE = emptyStore();

    private DeskTarget() {}

    /** Called by the fuzzer, by this name. */
    public static void fuzzerTestOneInput(byte[] script) throws IOException {
        var folder = folder();
        try {
            Files.write(folder.resolve("outbox.db"), EMPTY_STORE);
            new DeskOrdeal(folder).live(script);
        } finally {
            Folders.delete(folder);
        }
    }

    private static byte[] emptyStore() {
        try {
            var folder = folder();
            var bench = new StoreBench(folder).start();
            bench.stop();
            var file = Files.readAllBytes(bench.file());
            Folders.delete(folder);
            return file;
        } catch (IOException broken) {
            throw new ExceptionInInitializerError(broken);
        }
    }

    private static Path folder() throws IOException {
        var parent = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return Files.createTempDirectory(parent, "sandpiper-desk");
    }
}
