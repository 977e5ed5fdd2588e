package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real mosquitto on a free loopback port, with a folder of its own; ends with the test or, at the latest, the JVM. */
public final class Mosquitto implements AutoCloseable {
    private record Account(String user, String password) {}

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path folder;
    private final int port = freePort();
    private final List<String> settings = new ArrayList<>();
    private Optional<Path> authority = Optional.empty();
    private Optional<Issued> clientCertificate = Optional.empty();
    private Optional<Account> account = Optional.empty();
    private Optional<Path> opensslSettings = Optional.empty();
    private @Nullable Process process;

    private Mosquitto(Path folder) {
        this.folder = folder;
        with("listener " + port + " 127.0.0.1");
        // Started by root it would become the user mosquitto, who cannot read the test's files.
        with("user root");
        with("persistence true");
        with("persistence_location " + folder + "/");
        with("log_dest file " + log());
        with("log_type all");
    }

    /** A broker that is not yet running; {@code folder} is its own and does not need to exist. */
    public static Mosquitto in(Path folder) {
        try {
            return new Mosquitto(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param setting one line of mosquitto.conf */
    public Mosquitto with(String setting) {
        settings.add(setting);
        return this;
    }

    public Mosquitto withTls(TestCertificates certificates, Issued server) {
        authority = Optional.of(certificates.ca());
        return with("certfile " + server.certificate())
                .with("keyfile " + server.key())
                .with("cafile " + certificates.ca());
    }

    /** @param own what {@link #publish} and the like show themselves */
    public Mosquitto requiringClientCertificate(Issued own) {
        clientCertificate = Optional.of(own);
        return with("require_certificate true");
    }

    /** Its own {@code tls_version} is a lower bound; only the library has an upper one. */
    public Mosquitto withTls12AtMost() {
        Path settings = folder.resolve("openssl.cnf");
        try {
            Files.writeString(settings, """
                    openssl_conf = all
                    [all]
                    ssl_conf = tls
                    [tls]
                    system_default = limits
                    [limits]
                    MaxProtocol = TLSv1.2
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        opensslSettings = Optional.of(settings);
        return this;
    }

    /** Without this anybody may log in. */
    public Mosquitto withPassword(String user, String password) {
        account = Optional.of(new Account(user, password));
        Path file = folder.resolve("passwords");
        Command.run("mosquitto_passwd", "-b", "-c", file.toString(), user, password);
        return with("password_file " + file);
    }

    /** Starts it, or starts it again on the same port, and waits until it listens. */
    public Mosquitto start() {
        Path configuration = folder.resolve("mosquitto.conf");
        List<String> lines = new ArrayList<>(settings);
        lines.add("allow_anonymous " + account.isEmpty());
        try {
            Files.write(configuration, lines);
            ProcessBuilder builder = new ProcessBuilder(program(), "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("mosquitto.out").toFile());
            opensslSettings.ifPresent(file -> builder.environment().put("OPENSSL_CONF", file.toString()));
            Process started = builder.start();
            process = started;
            RUNNING.add(started);
            Eventually.until("mosquitto listens on " + port + "; see " + log(), () -> listens(started));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public int port() {
        return port;
    }

    public BrokerAddress address() {
        boolean tls = authority.isPresent();
        return new BrokerAddress((tls ? "mqtts" : "mqtt") + "://127.0.0.1:" + port, "127.0.0.1", port, tls);
    }

    /** Its log file, which shows every packet. */
    public Path log() {
        return folder.resolve("mosquitto.log");
    }

    /** Whether its log shows these words, such as {@code Received PUBACK from device-1}. */
    public boolean logContains(String words) {
        try {
            return Files.readString(log()).contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it properly: it keeps the sessions. */
    public void stop() {
        end(Process::destroy);
    }

    /** As a power cut would: sessions made since it started are gone. */
    public void kill() {
        end(Process::destroyForcibly);
    }

    /** Stops it from running; the kernel still takes connections and bytes until its buffers are full. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    /**
     * Publishes with QoS 1 unless an option says otherwise; returns when the broker has it.
     *
     * @param options of mosquitto_pub, such as {@code -r}
     */
    public void publish(String topic, String payload, String... options) {
        List<String> line = clientLine("mosquitto_pub", "-q", "1", "-t", topic);
        line.addAll(payload.isEmpty() ? List.of("-n") : List.of("-m", payload));
        line.addAll(List.of(options));
        Command.run(line);
    }

    /** The command line of mosquitto_pub or mosquitto_sub with address, login and certificates. */
    public List<String> clientLine(String client, String... options) {
        List<String> line = new ArrayList<>(List.of(client, "-h", "127.0.0.1", "-p", Integer.toString(port)));
        authority.ifPresent(file -> line.addAll(List.of("--cafile", file.toString())));
        clientCertificate.ifPresent(own -> line.addAll(List.of(
                "--cert", own.certificate().toString(), "--key", own.key().toString())));
        account.ifPresent(a -> line.addAll(List.of("-u", a.user(), "-P", a.password())));
        line.addAll(List.of(options));
        return line;
    }

    @Override
    public void close() {
        kill();
    }

    private void end(Consumer<Process> how) {
        Process running = process;
        if (running == null) {
            return;
        }
        how.accept(running);
        Eventually.until("mosquitto has ended", () -> !running.isAlive());
        RUNNING.remove(running);
        process = null;
    }

    private void signal(String signal) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("mosquitto is not running");
        }
        Command.run("kill", signal, Long.toString(running.pid()));
    }

    private boolean listens(Process started) {
        if (!started.isAlive()) {
            throw new AssertionError("mosquitto ended at once; see " + log() + " and mosquitto.out beside it");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String program() {
        // Debian puts it where only root's path looks.
        Path usual = Path.of("/usr/sbin/mosquitto");
        return Files.isExecutable(usual) ? usual.toString() : "mosquitto";
    }

    /** A port nothing listens on at this moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
