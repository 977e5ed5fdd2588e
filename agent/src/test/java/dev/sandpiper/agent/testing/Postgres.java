package dev.sandpiper.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL with a folder of its own, reached by a socket in it; ends with the test or, at the latest, the JVM. */
public final class Postgres implements AutoCloseable {
    // It refuses to run as root; Debian's package made this user.
    private static final String USER = "postgres";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path folder;
    private final Path log;
    private final Process process;

    private Postgres(Path folder) throws IOException {
        this.folder = folder;
        log = folder.resolve("log");
        if (ROOT) Command.run("chown", USER, folder.toString());
        Command.run(line("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "-D", data()));
        var settings = List.of("listen_addresses=", "fsync=off", "shared_buffers=8MB", "autovacuum=off");
        var line = line("postgres", "-D", data(), "-k", folder.toString());
        for (var setting : settings) line.addAll(List.of("-c", setting));
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        Eventually.until("PostgreSQL is ready; see " + log, this::isReady);
    }

    /** An empty one. */
    public static Postgres start() {
        try {
            return new Postgres(Folders.temporary());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static List<String> line(String program, String... options) throws IOException {
        List<String> line = new ArrayList<>();
        if (ROOT) line.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
        line.add(programs().resolve(program).toString());
        line.addAll(List.of(options));
        return line;
    }

    // Debian has each version in a folder of its own and none of them on the PATH.
    private static Path programs() throws IOException {
        var all = Path.of("/usr/lib/postgresql");
        if (!Files.exists(all)) throw new AssertionError("no PostgreSQL in " + all + ": apt-get install postgresql");
        try (var versions = Files.list(all)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.exists(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
    }

    private boolean isReady() {
        if (!process.isAlive()) throw new AssertionError("PostgreSQL ended: " + read(log));
        return Files.exists(folder.resolve(".s.PGSQL.5432")) && read(log).contains("ready to accept connections");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What psql and its like have to be told. */
    public Map<String, String> environment() {
        return Map.of("PGHOST", folder.toString(), "PGUSER", USER, "PGDATABASE", USER);
    }

    /** Runs a script of psql, until its first error; what it prints, a line a row, without a heading. */
    public String sql(String script) {
        try {
            var file = Files.writeString(Files.createTempFile("sandpiper", ".sql"), script);
            var builder = new ProcessBuilder("psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-f", file.toString());
            builder.environment().putAll(environment());
            builder.environment().put("PGCLIENTENCODING", "UTF8");
            builder.environment().put("PGOPTIONS", "-c client_min_messages=warning");
            var psql = builder.redirectErrorStream(true).start();
            var printed = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (psql.waitFor() != 0) throw new AssertionError(printed);
            Files.delete(file);
            return printed.strip();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public void close() {
        try {
            // Its immediate shutdown: SIGKILL would leave its children and its shared memory.
            if (process.isAlive()) Command.run("kill", "-QUIT", Long.toString(process.pid()));
            process.waitFor(10, TimeUnit.SECONDS);
            Folders.delete(folder);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
