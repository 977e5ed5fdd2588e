package dev.sandpiper.agent.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How certificates, keys and passwords are, for {@code health}.
 *
 * @param problems files that cannot be used while former ones are, and certificates that end soon; a sentence each
 * @param firstExpiry the earliest end among the certificates in use
 */
public record CredentialsReport(List<String> problems, Optional<Instant> firstExpiry) {}
