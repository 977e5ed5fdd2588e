package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            raed                    | unknown command 'raed'; did you mean 'read'?; see sandpiper --help
            scan --bus one          | invalid value for option '--bus': 'one' is not an int
            scan --bus 1 --all      | --bus and --all exclude each other; choose one
            read --jsn              | unknown option '--jsn'; did you mean '--json'?; see sandpiper read --help
            outbox exports          | unexpected 'exports'; did you mean 'export'?; see sandpiper outbox --help
            check --conect          | unknown option '--conect'
            check air               | unexpected 'air'; see sandpiper check --help
            set pump                | missing required parameter: 'VALUE'; see sandpiper set --help
            set pump on --for soon  | invalid value for option '--for': 'soon', expected one such as 30s or 1h30m, at most 36500d
            set pump on --for 36501d | invalid value for option '--for': '36501d'
            set pump on --for 0s    | invalid value for option '--for': '0s'
            read --config           | missing required parameter for option '--config' (FILE)
            --log-level loud read   | invalid value for option '--log-level': 'loud', expected debug, info, warn or error
            """)
    void wrongUseIsOneLineWithAHintAndCode2(String words, String sentence) {
        var typed = Typed.line((Object[]) words.split(" "));
        assertEquals(2, typed.code());
        assertEquals("", typed.out());
        assertEquals(1, typed.err().lines().count(), typed.err());
        assertTrue(typed.err().startsWith("sandpiper: " + sentence), typed.err());
    }

    @Test
    void withoutACommandItNamesThem() {
        var typed = Typed.line();
        assertEquals(2, typed.code());
        assertEquals(
                "sandpiper: name a command: run, check, read, set, outbox, health, safe-state, send, scan, init, watch; see sandpiper --help\n",
                typed.err());
    }

    @Test
    void helpIsAResult() {
        var typed = Typed.line("--help");
        assertEquals(0, typed.code());
        assertEquals("", typed.err());
        for (var command : List.of(
                "run", "check", "read", "set", "outbox", "health", "safe-state", "send", "scan", "init", "watch"))
            assertTrue(typed.out().lines().anyMatch(line -> line.startsWith("  " + command + " ")), command);
    }

    @Test
    void helpNamesNothingThatDoesNotExistYet() {
        var help = Typed.line("--help").out();
        assertFalse(help.contains("export"), help);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "check", "read", "set", "outbox", "health", "safe-state", "send", "scan", "init", "watch"
            })
    void eachCommandHasHelpAndTheCommonOptions(String command) {
        var typed = Typed.line(command, "--help");
        assertEquals(0, typed.code());
        assertTrue(typed.out().startsWith("Usage: sandpiper " + command), typed.out());
        assertTrue(typed.out().contains("--config"), typed.out());
        assertTrue(typed.out().contains("--log-level"), typed.out());
    }

    @Test
    void theVersionIsThePoms() {
        var typed = Typed.line("--version");
        assertEquals(0, typed.code());
        assertTrue(typed.out().matches("sandpiper \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), typed.out());
    }

    @Test
    void theConfigurationMayBeNamedBeforeOrAfterTheCommand() {
        var file = Workbench.in(folder).configuration();
        var before = Typed.line("--config", file, "check");
        assertEquals(0, before.code(), before.err());
        assertEquals(before, Typed.line("check", "--config", file));
        assertEquals(before, Typed.line("check", "--config=" + file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "read", "outbox", "health", "scan"})
    void errorsOfTheConfigurationAreToldAllAndWordForWord(String command) {
        var file = Workbench.in(folder).write("agent.yaml", """
                broker: { url: "mqtt://127.0.0.1:1" }
                sensors:
                  - { id: air, type: bme280, adress: 0x76 }
                  - { id: Door, type: gpio-input, pin: 17 }
                """);
        var typed = Typed.line(command, "--config", file);
        assertEquals(78, typed.code());
        assertEquals("", typed.out());
        var lines = typed.err().lines().toList();
        assertEquals(2, lines.size(), typed.err());
        assertEquals(file + ":3:30: sensors[0].adress: unknown key; did you mean 'address'?", lines.getFirst());
        assertTrue(lines.getLast().startsWith(file + ":4:11: sensors[1].id: "), lines.getLast());
    }

    @Test
    void aMissingConfigurationIsAConfigurationError() {
        var typed = Typed.line("check", "--config", folder.resolve("none.yaml"));
        assertEquals(78, typed.code());
        assertTrue(typed.err().contains("no such file; name yours with --config FILE"), typed.err());
    }

    @Test
    void aResultThatCouldNotBeWrittenIsAFailure() {
        var full = new PrintStream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        assertEquals(1, new Arguments(new Console(full, System.err)).run("--version"));
    }
}
