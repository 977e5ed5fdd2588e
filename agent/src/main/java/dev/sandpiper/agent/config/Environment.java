package dev.sandpiper.agent.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the configuration's defaults take from the machine. */
public interface Environment {

    /** The host name without a domain; empty where it has none. */
    Optional<String> hostName();

    /** {@code /etc/machine-id}: 32 hex digits. */
    Optional<String> machineId();

    /** A variable of the process. */
    Optional<String> variable(String name);

    /** The machine this runs on. */
    static Environment ofThisMachine() {
        return new Environment() {
            @Override
            public Optional<String> hostName() {
                return firstLine(Path.of("/proc/sys/kernel/hostname"))
                        .or(() -> firstLine(Path.of("/etc/hostname")))
                        .or(Environment::resolverName)
                        .map(name -> name.split("\\.", 2)[0]);
            }

            @Override
            public Optional<String> machineId() {
                return firstLine(Path.of("/etc/machine-id"));
            }

            @Override
            public Optional<String> variable(String name) {
                return Optional.ofNullable(System.getenv(name));
            }
        };
    }

    private static Optional<String> firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).findFirst();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> resolverName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (IOException nameless) {
            return Optional.empty();
        }
    }
}
