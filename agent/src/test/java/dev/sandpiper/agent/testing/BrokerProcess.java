package dev.sandpiper.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server's process, which listens on a free loopback port; ends with the test or, at the latest, the JVM. */
final class BrokerProcess {
    /** RabbitMQ takes ten seconds where nothing else runs. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Path folder;
    private final int port = freePort();
    private @Nullable Process process;

    /** @param folder it works there, and what it prints is in {@code NAME.out} */
    BrokerProcess(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    int port() {
        return port;
    }

    /** Returns when it listens. */
    void start(ProcessBuilder command) {
        try {
            Process started = command.directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                    .start();
            process = started;
            RUNNING.add(started);
            Eventually.until(name + " listens on " + port + "; see " + output(), PATIENCE, () -> listens(started));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        stop("-TERM");
    }

    /** @param signal on which it ends by itself */
    void stop(String signal) {
        end(running -> signal(signal));
    }

    void kill() {
        end(Process::destroyForcibly);
    }

    /** @param signal such as {@code -STOP} */
    void signal(String signal) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " is not running");
        }
        Command.run("kill", signal, Long.toString(running.pid()));
    }

    private void end(Consumer<Process> how) {
        Process running = process;
        if (running == null) {
            return;
        }
        how.accept(running);
        Eventually.until(name + " has ended", PATIENCE, () -> !running.isAlive());
        RUNNING.remove(running);
        process = null;
    }

    private Path output() {
        return folder.resolve(name + ".out");
    }

    private boolean listens(Process started) {
        if (!started.isAlive()) {
            throw new AssertionError(name + " ended at once; see " + output() + " and what is beside it");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Debian puts servers where only root's path looks. */
    static String program(String name) {
        Path usual = Path.of("/usr/sbin", name);
        return Files.isExecutable(usual) ? usual.toString() : name;
    }

    /** A port nothing listens on at this moment. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
