package dev.sandpiper.agent.cli;

import java.util.List;
import java.util.Optional;

/**
 * The broker that was chosen, and what the agent shows it.
 *
 * @param files what has to lie beside the configuration for it
 */
record InitBroker(String url, Wire wire, Optional<String> username, Optional<String> serverName, List<InitFile> files) {
    enum Wire {
        /** Encrypted, or only to this machine. */
        PRIVATE,
        /** Others can read it, and that is accepted. */
        OPEN
    }

    boolean has(String file) {
        return files.stream().anyMatch(one -> one.name().equals(file));
    }
}
