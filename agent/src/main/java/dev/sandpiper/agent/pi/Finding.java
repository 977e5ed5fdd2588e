package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import java.util.List;

/** One kind of thing that can be amiss between a configuration and its Pi. */
@FunctionalInterface
interface Finding {
    /** A sentence each: what, why, and the line that cures it. */
    List<String> of(AgentConfig config, Pi pi);
}
