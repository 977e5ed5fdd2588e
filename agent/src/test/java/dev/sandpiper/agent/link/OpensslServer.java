package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code openssl s_server}: a TLS server that can be old, and speaks no MQTT. */
final class OpensslServer implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final int port = Mosquitto.freePort();

    private OpensslServer(Path folder, Issued own, String options) {
        this.output = folder.resolve("s_server.out");
        List<String> line = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port));
        line.addAll(
                List.of("-cert", own.certificate().toString(), "-key", own.key().toString()));
        line.addAll(List.of(options.split(" ")));
        try {
            process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said("ACCEPT");
    }

    static OpensslServer with(Path folder, Issued own, String options) {
        return new OpensslServer(folder, own, options);
    }

    BrokerAddress address() {
        return FaultyServer.address("127.0.0.1", port, true);
    }

    /** Waits until it has printed this. */
    void said(String words) {
        Eventually.until(() -> "openssl says '" + words + "'; it said: " + text(), () -> text().contains(words));
    }

    private String text() {
        try {
            return Files.readString(output, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
