package dev.sandpiper.agent;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.store.Notes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this agent was set up with. Another configuration, another version or other credentials may change what the broker
 * takes of it; also, somebody has just been looking after it.
 */
final class Setup {
    private static final String NOTE = "setup";

    private Setup() {}

    /** Whether it is another one than that of the run before; asked once. */
    static boolean changed(AgentConfig config, String version, Notes notes) {
        var now = fingerprint(config, version);
        if (notes.text(NOTE).equals(Optional.of(now))) return false;
        notes.writeLater(NOTE, now);
        return true;
    }

    /** Of credentials only when and how large they are: what is kept of them could be tried to guess. */
    static String fingerprint(AgentConfig config, String version) {
        var broker = config.broker();
        var files = Stream.of(
                        broker.passwordFile(),
                        broker.tls().caFile(),
                        broker.tls().certFile(),
                        broker.tls().keyFile())
                .flatMap(Optional::stream)
                .map(Setup::state)
                .collect(Collectors.joining(" "));
        return String.join(" ", config.digest(), version, files);
    }

    private static String state(Path file) {
        try {
            return Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return "gone";
        }
    }
}
