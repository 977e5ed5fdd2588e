package dev.sandpiper.agent.config;

import java.util.List;

/** Everything that is wrong with a configuration file. */
public final class ConfigErrors extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    ConfigErrors(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** The errors in the order of the file, each as {@code agent.yaml:14:7: where: what; what to do}. */
    public List<String> lines() {
        return lines;
    }
}
