package dev.sandpiper.agent.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the link is, for {@code health}.
 *
 * @param broker the host the present connection is to; empty while there is none
 * @param since when the present connection was made; empty while there is none
 * @param connects connections since the start
 * @param session what the broker had kept when the present connection was made; empty while there is none
 * @param sessionsLost connections at which the broker had forgotten the session
 * @param keepAliveSeconds after which a quiet connection is pinged at present
 * @param rttMillis time from a publish to its PUBACK, the last one measured; -1 before the first
 * @param problems why there is no connection, or what the broker refuses, a sentence each; empty when all is well
 */
public record LinkReport(
        Optional<String> broker,
        Optional<Instant> since,
        long connects,
        Optional<Session> session,
        long sessionsLost,
        Optional<Instant> lastLoss,
        int keepAliveSeconds,
        long rttMillis,
        List<String> problems) {}
