package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.pi.Pi;
import dev.sandpiper.agent.pi.PiCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What was done, what one should know, and the way to the first reading. */
record InitFarewell(InitFolder folder, Console console) {
    /** How this program was called: from a checkout it is not in the path. */
    private static final String PROGRAM = System.getProperty("sandpiper.program", "sandpiper");

    /** Where the package has its service. */
    private static final Path UNIT = Path.of("/usr/lib/systemd/system/sandpiper.service");

    /** How the broker did. */
    enum Trial {
        GOOD,
        FAILED
    }

    void tell(InitBroker broker, Trial trial) throws Failure {
        var config = read();
        console.result("\nWritten: "
                + folder.place(name())
                + broker.files().stream()
                        .map(file -> ", " + folder.place(file.name()))
                        .collect(Collectors.joining()));
        new Plan(config).warnings().forEach(this::warn);
        PiCheck.warnings(config, Pi.ofThisProcess()).forEach(this::warn);
        if (trial == Trial.FAILED) console.result("""

                    When what is FAILED above is put right, this tries it again:
                      %s""".formatted(command("check --connect")));
        console.result("""

                What it will do, and what that costs in traffic and outage:
                  %s
                %s
                The first reading:
                  %s""".formatted(command("check"), start(), command("read")));
    }

    private String start() {
        if (usual() && Files.exists(UNIT))
            return "The agent, with this configuration from now on:\n  sudo systemctl restart sandpiper";
        return "The agent, as long as the terminal is open:\n  " + command("run");
    }

    private boolean usual() {
        return folder.configuration().equals(Path.of(Sandpiper.USUAL));
    }

    private AgentConfig read() throws Failure {
        try {
            return AgentConfig.read(folder.configuration(), Environment.ofThisMachine());
        } catch (ConfigErrors errors) {
            throw Failure.configuration(errors);
        }
    }

    private void warn(String warning) {
        console.say("warning: " + warning);
    }

    private String name() {
        return folder.configuration().getFileName().toString();
    }

    // As the service, which is who has to be able to read what was written and to use the devices.
    private String command(String words) {
        var user = folder.owner().service().map("sudo -u %s "::formatted).orElse("");
        return user + PROGRAM + " " + words
                + (usual() ? "" : " --config " + quoted(folder.place(name()).toString()));
    }

    /** For a shell. */
    private static String quoted(String word) {
        return word.matches("[\\p{L}\\d/._+@%:,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
