package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.cli.Arguments;
import dev.sandpiper.agent.cli.Console;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A mosquitto with TLS and the settings and rights of {@code config/mosquitto}, the device {@code hut}, and an operator. */
final class OperatorSite implements AutoCloseable {
    private static final Path SHIPPED =
            Path.of("..", "config", "mosquitto").toAbsolutePath().normalize();
    private static final String PASSWORD = "secret";

    private final Path authority;
    private final Path password;
    private final Mosquitto broker;
    private final AgentProcess agent;

    OperatorSite(Path folder) throws IOException {
        var certificates = TestCertificates.in(folder.resolve("ca"));
        authority = certificates.ca();
        password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        broker = Mosquitto.in(folder.resolve("broker"))
                .withTls(certificates, certificates.forLoopback())
                .withUsers(List.of("hut", "shed", "operator"), PASSWORD, SHIPPED.resolve("acl"));
        settings().forEach(broker::with);
        broker.start();
        agent = AgentProcess.in(folder.resolve("hut"), yaml());
    }

    // Those about files are about other ones here.
    private static List<String> settings() throws IOException {
        return Files.readAllLines(SHIPPED.resolve("mosquitto.conf")).stream()
                .filter(line -> !line.isBlank())
                .filter(line -> !line.matches(
                        "(#|listener|certfile|keyfile|password_file|acl_file|persistence|allow_anonymous).*"))
                .toList();
    }

    private String yaml() {
        return """
                device: { id: hut }
                broker:
                  url: %s
                  username: "{device}"
                  password_file: %s
                  tls: { ca_file: %s }
                  reconnect: { min: 100ms, max: 500ms }
                outbox: { directory: outbox }
                board: { type: simulated, trace: trace.log }
                sensors: [ { id: air, type: bme280, every: 1s } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """.formatted(broker.address().url(), password, authority);
    }

    /** What came of a command line. */
    record Done(int code, String out, String err) {}

    AgentProcess agent() {
        return agent;
    }

    Mosquitto broker() {
        return broker;
    }

    /** With the operator's login behind the words. */
    Done operator(Object... words) {
        var line = new ArrayList<Object>(List.of(words));
        line.addAll(List.of("--username", "operator", "--password-file", password));
        return anybody(line.toArray());
    }

    /** Somebody who watches, in a thread of this process. */
    final class Watcher implements AutoCloseable {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final AtomicInteger code = new AtomicInteger(-1);
        private final Thread thread;

        private Watcher(List<Object> words) {
            var console = new Console(stream(out), stream(err));
            thread = Thread.ofPlatform().start(() -> code.set(new Arguments(console).run(texts(words))));
        }

        List<String> lines() {
            return out.toString(StandardCharsets.UTF_8).lines().toList();
        }

        String said() {
            return err.toString(StandardCharsets.UTF_8);
        }

        void await(String pattern) {
            Eventually.until(
                    () -> "a line is " + pattern + "; it said:\n" + String.join("\n", lines()) + said(),
                    () -> lines().stream().anyMatch(line -> line.matches(pattern)));
        }

        /** As Ctrl-C does; the exit code. */
        int end() {
            thread.interrupt();
            Eventually.until("watching ends", () -> !thread.isAlive());
            return code.get();
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    /** As the operator. */
    Watcher watch(Object... devices) {
        var words = new ArrayList<Object>(List.of("watch"));
        words.addAll(List.of(devices));
        words.addAll(List.of("--username", "operator", "--password-file", password));
        words.addAll(List.of("--broker", broker.address().url(), "--ca-file", authority));
        return new Watcher(words);
    }

    /** Without a login. */
    Done anybody(Object... words) {
        var line = new ArrayList<Object>(List.of(words));
        line.addAll(List.of("--broker", broker.address().url(), "--ca-file", authority));
        return typed(line.toArray());
    }

    static Done typed(Object... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(stream(out), stream(err));
        var code = new Arguments(console)
                .run(List.of(words).stream().map(Object::toString).toArray(String[]::new));
        return new Done(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String[] texts(List<Object> words) {
        return words.stream().map(Object::toString).toArray(String[]::new);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** What one of mosquitto's own clients says who logs in as this user, whatever its exit code is. */
    String as(String user, String client, String... options) {
        var line = new ArrayList<>(broker.clientLine(client, "-q", "1"));
        line.set(line.indexOf("-u") + 1, user);
        line.addAll(List.of(options));
        try {
            var process = new ProcessBuilder(line).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        agent.close();
        broker.close();
    }
}
