package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;

/** What the package brings for the shell follows from the commands. With {@code -Dregenerate} it is written. */
class GeneratedFilesTest {
    private static final String HOW =
            "; write it anew with: mvn -o -pl agent -am test -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate";

    private final Path packaging = Path.of("").toAbsolutePath().getParent().resolve("packaging");
    private final Arguments arguments = new Arguments(Console.ofProcess());

    private void upToDate(String name, String expected) throws Exception {
        var file = packaging.resolve(name);
        if (System.getProperty("regenerate") != null) Files.writeString(file, expected);
        assertEquals(expected, Files.readString(file), file + " is not what the commands say" + HOW);
    }

    @Test
    void theManualPageSaysWhatTheCommandsSay() throws Exception {
        upToDate("sandpiper.1", new Manual(arguments.line().getCommandSpec()).text());
    }

    @Test
    void theShellCompletesWhatTheCommandsTake() throws Exception {
        upToDate("sandpiper.bash", AutoComplete.bash("sandpiper", arguments.line()));
    }
}
