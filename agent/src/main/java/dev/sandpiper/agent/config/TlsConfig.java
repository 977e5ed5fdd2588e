package dev.sandpiper.agent.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What TLS needs; the files existed when the configuration was read.
 *
 * @param caFile whom to trust instead of the system's list
 * @param certFile this device's certificate; only together with {@code keyFile}
 * @param serverName expected in the broker's certificate instead of the URL's host
 */
public record TlsConfig(
        Optional<Path> caFile, Optional<Path> certFile, Optional<Path> keyFile, Optional<String> serverName) {}
