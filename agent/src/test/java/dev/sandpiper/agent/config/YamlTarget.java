package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** For a fuzzer: any file is a configuration or one with errors, each with its place. */
public final class YamlTarget {
    private static final Path FILE = file();

    private YamlTarget() {}

    /** Called by the fuzzer, by this name. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        try {
            ConfigReader.read(FILE, Machine.named("hut"), SomeDrivers.ALL);
        } catch (ConfigErrors errors) {
            assertFalse(errors.lines().isEmpty());
            for (var line : errors.lines()) assertTrue(line.startsWith(FILE + ":"), line);
        }
    }

    private static Path file() {
        var memory = Path.of("/dev/shm");
        var folder = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        try {
            var file = Files.createTempFile(folder, "sandpiper", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException broken) {
            throw new ExceptionInInitializerError(broken);
        }
    }
}
