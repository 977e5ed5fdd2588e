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
                "-Xmx64m"));
        line.addAll(program());
        line.add("dev.sandpiper.agent.Main");
        for (Object word : words) {
            line.add(word.toString());
        }
        return line;
    }

    // scripts/test has built the jars and trained the cache for them; Maven alone has compiled classes only.
    private static List<String> program() {
        String target = System.getProperty("agent.built");
        return target == null
                ? List.of("-cp", System.getProperty("java.class.path"))
                : List.of("-XX:AOTCache=" + target + "/agent.aot", "-cp", target + "/lib/*");
    }
}
