package dev.sandpiper.agent.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts this build's program, in a JVM that is up soon and takes little. */
public final class AgentCommand {
    private AgentCommand() {}

    /** @param words of the program, such as {@code run --config FILE} */
    public static List<String> line(Object... words) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sandpiper.agent.Main"));
        for (Object word : words) {
            line.add(word.toString());
        }
        return line;
    }
}
