package dev.sandpiper.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What TLS needs; the files existed when the configuration was read.
 *
 * @param caFile whom to trust instead of the system's list
 * @param certFile this device's certificate; only together with {@code keyFile}
 * @param keyPassphraseFile opens the key where it is encrypted
 * @param serverName expected in the broker's certificate instead of the URL's host
 * @param alpn protocols to offer, the preferred one first; empty for what the URL suggests
 */
public record TlsConfig(
        Optional<Path> caFile,
        Optional<Path> certFile,
        Optional<Path> keyFile,
        Optional<Path> keyPassphraseFile,
        Optional<String> serverName,
        List<String> alpn) {
    /** Without any key under {@code tls}. */
    public static final TlsConfig NONE = new TlsConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
}
