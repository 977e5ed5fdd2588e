package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real mosquitto on a free loopback port, with a folder of its own; ends with the test or, at the latest, the JVM. */
public final class Mosquitto implements Broker {
    private record Account(String user, String password) {}

    private final Path folder;
    private final BrokerProcess process;
    private final List<String> settings = new ArrayList<>();
    private Optional<Integer> webSocketPort = Optional.empty();
    private Optional<Path> authority = Optional.empty();
    private Optional<Issued> clientCertificate = Optional.empty();
    private Optional<Account> account = Optional.empty();
    private Optional<Path> opensslSettings = Optional.empty();

    private Mosquitto(Path folder) {
        this.folder = folder;
        process = new BrokerProcess("mosquitto", folder);
        with("listener " + port() + " 127.0.0.1");
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

    /** Adds a listener for MQTT over WebSocket: {@link #webSocketAddress}. It has TLS if that was asked for before. */
    public Mosquitto withWebSocket() {
        int port = freePort();
        webSocketPort = Optional.of(port);
        List<String> listener = new ArrayList<>(List.of("listener " + port + " 127.0.0.1", "protocol websockets"));
        settings.stream()
                .filter(setting -> setting.matches("(certfile|keyfile|cafile) .*"))
                .forEach(listener::add);
        // Listeners are opened in their order: when the usual one is there, so is this one.
        settings.addAll(0, listener);
        return this;
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

    /** Several accounts in place of one. */
    public Mosquitto withAccounts(Accounts accounts) {
        account = Optional.of(new Account(Accounts.BACK_END, accounts.password()));
        Path rights = folder.resolve("rights");
        try {
            Files.writeString(rights, """
                    pattern write sandpiper/%%u/#
                    pattern read sandpiper/%%u/command/+
                    user %s
                    topic read sandpiper/#
                    topic write sandpiper/+/command/+
                    """.formatted(Accounts.BACK_END));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return with("password_file " + passwords(accounts.users(), accounts.password()))
                .with("acl_file " + rights);
    }

    /**
     * Several users with one password, and what they may do; {@link #publish} and the like log in as the last.
     *
     * @param rights an {@code acl_file}
     */
    public Mosquitto withUsers(List<String> users, String password, Path rights) {
        account = Optional.of(new Account(users.getLast(), password));
        return with("password_file " + passwords(users, password)).with("acl_file " + rights);
    }

    private Path passwords(List<String> users, String password) {
        Path file = folder.resolve("passwords");
        try {
            Files.write(file, users.stream().map(user -> user + ":" + password).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.run("mosquitto_passwd", "-U", file.toString());
        return file;
    }

    @Override
    public Mosquitto start() {
        Path configuration = folder.resolve("mosquitto.conf");
        List<String> lines = new ArrayList<>(settings);
        lines.add("allow_anonymous " + account.isEmpty());
        try {
            Files.write(configuration, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessBuilder command = new ProcessBuilder(BrokerProcess.program("mosquitto"), "-c", configuration.toString());
        opensslSettings.ifPresent(file -> command.environment().put("OPENSSL_CONF", file.toString()));
        process.start(command);
        return this;
    }

    @Override
    public int port() {
        return process.port();
    }

    @Override
    public BrokerAddress address() {
        boolean tls = authority.isPresent();
        return new BrokerAddress((tls ? "mqtts" : "mqtt") + "://127.0.0.1:" + port(), "127.0.0.1", port(), tls);
    }

    public BrokerAddress webSocketAddress() {
        boolean tls = authority.isPresent();
        int port = webSocketPort.orElseThrow();
        String url = (tls ? "wss" : "ws") + "://127.0.0.1:" + port + "/mqtt";
        return new BrokerAddress(url, "127.0.0.1", port, tls, Optional.of("/mqtt"));
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
    @Override
    public void stop() {
        process.stop();
    }

    /** As a power cut would: sessions made since it started are gone. */
    @Override
    public void kill() {
        process.kill();
    }

    private Path database() {
        return folder.resolve("mosquitto.db");
    }

    /** Whether these words would survive a {@link #kill}, such as a command's id. */
    public boolean kept(String words) {
        try {
            return Files.exists(database())
                    && Files.readString(database(), StandardCharsets.ISO_8859_1).contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void forget() {
        try {
            Files.deleteIfExists(database());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it from running; the kernel still takes connections and bytes until its buffers are full. */
    public void freeze() {
        process.signal("-STOP");
    }

    public void thaw() {
        process.signal("-CONT");
    }

    @Override
    public List<String> clientLine(String client, String... options) {
        List<String> line = new ArrayList<>(List.of(client, "-h", "127.0.0.1", "-p", Integer.toString(port())));
        authority.ifPresent(file -> line.addAll(List.of("--cafile", file.toString())));
        clientCertificate.ifPresent(own -> line.addAll(List.of(
                "--cert", own.certificate().toString(), "--key", own.key().toString())));
        account.ifPresent(a -> line.addAll(List.of("-u", a.user(), "-P", a.password())));
        line.addAll(List.of(options));
        return line;
    }

    /** A port nothing listens on at this moment. */
    public static int freePort() {
        return BrokerProcess.freePort();
    }
}
