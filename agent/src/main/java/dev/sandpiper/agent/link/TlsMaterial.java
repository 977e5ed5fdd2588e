package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.keys.KeyFault;
import java.util.List;
import java.util.Optional;

/**
 * What an attempt needs for TLS, loaded, so that none can meet a file that is just being written.
 *
 * @param identity shown where the broker asks for it
 * @param serverName expected in the broker's certificate instead of the URL's host
 * @param alpn protocols to offer; empty for what the URL suggests
 */
public record TlsMaterial(
        Authorities authorities, Optional<Identity> identity, Optional<String> serverName, List<String> alpn) {

    /** Loaded from the files that the configuration names. */
    static TlsMaterial load(TlsConfig config) throws KeyFault {
        return new TlsMaterial(Authorities.read(config.caFile()), identity(config), config.serverName(), config.alpn());
    }

    static Optional<Identity> identity(TlsConfig config) throws KeyFault {
        if (config.certFile().isEmpty() || config.keyFile().isEmpty()) return Optional.empty();
        return Optional.of(
                Identity.read(config.certFile().get(), config.keyFile().get(), config.keyPassphraseFile()));
    }
}
