package dev.sandpiper.agent.fuzz;

import dev.sandpiper.agent.command.CommandTarget;
import dev.sandpiper.agent.command.DeskTarget;
import dev.sandpiper.agent.config.YamlTarget;
import dev.sandpiper.agent.link.PacketTarget;

/** What is fuzzed. */
enum Target {
    COMMAND(CommandTarget.class, CommandTarget::fuzzerTestOneInput),
    DESK(DeskTarget.class, DeskTarget::fuzzerTestOneInput),
    PACKET(PacketTarget.class, PacketTarget::fuzzerTestOneInput),
    YAML(YamlTarget.class, YamlTarget::fuzzerTestOneInput);

    interface Run {
        void on(byte[] input) throws Exception;
    }

    final Class<?> type;
    private final Run run;

    Target(Class<?> type, Run run) {
        this.type = type;
        this.run = run;
    }

    void run(byte[] input) throws Exception {
        run.on(input);
    }
}
