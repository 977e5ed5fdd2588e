package dev.sandpiper.agent.link;

import java.time.Duration;
import java.util.Optional;

/** What the link knows from former runs, and what it leaves to the next. */
public interface LinkMemory {

    /** How long the agent had been away when this process began. */
    Duration away();

    /** A text that was kept under this name; asked only while the link is made. */
    Optional<String> recall(String name);

    /**
     * What this agent is set up with at this moment: changes with configuration, version and credentials. Empty where
     * nothing is to be looked for after a change.
     */
    Optional<String> setup();

    /** Keeps a text, some time soon; called on the link's lane. */
    void keep(String name, String text);
}
