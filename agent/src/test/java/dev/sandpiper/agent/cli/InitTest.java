package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sandpiper.agent.cli.InitPlace.Machine;
import dev.sandpiper.agent.testing.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first configuration: its questions, its words, and what it writes. Nobody is at the broker's address. */
@Execution(ExecutionMode.CONCURRENT)
class InitTest {
    @RegisterExtension
    private final InitBench bench = new InitBench();

    private final String nobody = "mqtt://127.0.0.1:" + Mosquitto.freePort();

    @Test
    void aScriptIsToldWhatIsMissing() {
        var typed = bench.script(Machine.OTHER, "--username", "ada");
        assertEquals(2, typed.code());
        assertEquals(
                "sandpiper: there is no terminal to ask at; add --broker URL, --password-file FILE, --simulated (this is no Raspberry Pi)\n",
                typed.err());
        assertEquals(List.of(), bench.made());
    }

    @Test
    void whatIsFoundIsWrittenWithARemarkOnEach() {
        var typed = bench.script(Machine.RASPBERRY_PI, "--broker", nobody, "--device", "hut", "--relay", "pump=23");
        assertEquals(1, typed.code(), typed.toString());
        var text = bench.text("agent.yaml");
        assertTrue(text.contains("""
                  # Bosch BME280: temperature, humidity, air pressure
                  - { id: bme280, type: bme280, bus: 1, address: 0x76, every: 10s }
                """), text);
        assertTrue(text.contains("address: 0x44"), text);
        assertTrue(text.contains("  - { id: pump, type: gpio-output, pin: 23, safe: off,"), text);
        assertTrue(text.contains("id: \"hut\""), text);
    }

    @Test
    void whatIsWrittenIsAConfigurationAlsoWithTextsThatYamlKnows() {
        var password = bench.write("word", "p: #\"x\n");
        var name = "O'Neil \"ada\": #1 \\";
        bench.script(
                Machine.OTHER,
                "--simulated",
                "--broker",
                nobody,
                "--device",
                "hut",
                "--home-assistant",
                "--username",
                name,
                "--password-file",
                password);
        var checked = Typed.line("check", "--config", bench.configuration());
        assertEquals(0, checked.code(), checked.err());
        assertTrue(checked.out().contains("as user " + name), checked.out());
        assertTrue(checked.out().contains("home assistant"), checked.out());
        assertEquals("p: #\"x\n", bench.text("password"));
    }

    @Test
    void onlyTheChosenChipsAreTaken() {
        bench.script(Machine.RASPBERRY_PI, "--broker", nobody, "--chips", "bme280");
        assertTrue(bench.text("agent.yaml").contains("type: bme280"));
        assertFalse(bench.text("agent.yaml").contains("address: 0x44"));
    }

    @Test
    void wrongWordsAreUsageErrorsAndNothingIsWritten() {
        var wrong = List.of(
                List.of("--chips", "bme280,nix"),
                List.of("--relay", "pump"),
                List.of("--relay", "pump=28"),
                List.of("--relay", "bme280=22"),
                List.of("--relay", "a=22", "--relay", "b=22"),
                List.of("--device", "my hut"),
                List.of("--username", "a\u0007a", "--password-file", "/dev/null"),
                List.of("--password-file", "/dev/null"),
                List.of("--accept-ca", "12:34"),
                List.of("--cert-file", "/dev/null"));
        for (var words : wrong) {
            var all = Stream.concat(Stream.of("--broker", nobody), words.stream());
            var typed = bench.script(Machine.RASPBERRY_PI, all.toArray());
            assertEquals(2, typed.code(), typed.toString());
            assertTrue(typed.err().contains(words.getFirst()), typed.err());
        }
        assertEquals(List.of(), bench.made());
    }

    @Test
    void plainTextToOthersNeedsAWord() {
        var typed = bench.script(Machine.RASPBERRY_PI, "--broker", "mqtt://broker.invalid");
        assertEquals(2, typed.code());
        assertTrue(typed.err().contains("--allow-plaintext"), typed.err());
        var allowed = bench.script(Machine.RASPBERRY_PI, "--broker", "mqtt://broker.invalid", "--allow-plaintext");
        assertEquals(1, allowed.code());
        assertTrue(allowed.out().contains("the name 'broker.invalid' cannot be resolved"), allowed.out());
        assertTrue(bench.text("agent.yaml").contains("allow_plaintext: true"));
    }

    @Test
    void theConfigurationOfThePackageIsReplacedByThatOfABroker() throws Exception {
        Files.createDirectories(bench.configuration().getParent());
        Files.copy(Path.of("../packaging/agent.yaml"), bench.configuration());
        var typed = bench.script(Machine.RASPBERRY_PI, "--broker", nobody);
        assertTrue(typed.err().contains("agent.yaml is kept as agent.yaml.bak"), typed.err());
        assertTrue(bench.text("agent.yaml").contains(nobody));
        assertTrue(bench.text("agent.yaml.bak").contains("your-broker.invalid"));
    }

    @Test
    void aConfigurationIsNotReplacedUnlessToldAndThenKept() {
        bench.script(Machine.RASPBERRY_PI, "--broker", nobody, "--device", "first");
        var refused = bench.script(Machine.RASPBERRY_PI, "--broker", nobody, "--device", "second");
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("agent.yaml is there already; edit it, or add --force"), refused.err());
        assertTrue(bench.text("agent.yaml").contains("\"first\""));
        var forced = bench.script(Machine.RASPBERRY_PI, "--broker", nobody, "--device", "second", "--force");
        assertTrue(forced.err().contains("agent.yaml is kept as agent.yaml.bak"), forced.err());
        bench.script(Machine.RASPBERRY_PI, "--broker", nobody, "--device", "third", "--force");
        assertEquals(List.of("agent.yaml", "agent.yaml.bak", "agent.yaml.bak2"), bench.made());
        assertTrue(bench.text("agent.yaml.bak").contains("\"first\""));
    }

    @Test
    void theServiceCanReadWhatRootWrites() {
        assumeTrue(System.getProperty("user.name").equals("root"));
        var password = bench.write("word", "secret\n");
        bench.ownedBy("daemon")
                .script(Machine.RASPBERRY_PI, "--broker", nobody, "--username", "ada", "--password-file", password);
        assertEquals("rw------- daemon daemon", bench.access("password"));
        assertEquals("rw-r--r-- root daemon", bench.access("agent.yaml"));
    }

    @Test
    void aPersonIsAskedForDeviceBrokerAndLogin() {
        var typed = bench.person(
                Machine.OTHER, List.of("y", "my hut", "hut", "", "mqtt:/x", nobody, "a\u0007a", "ada", "secret", "n"));
        assertEquals(1, typed.code(), typed.toString());
        assertTrue(typed.err().contains("found 'a?a', expected text of 1 to 200 characters"), typed.err());
        assertTrue(typed.err().contains("found 'my hut', expected up to 64 of"), typed.err());
        assertTrue(typed.err().contains("expected a URL like mqtts://broker.example.com:8883"), typed.err());
        assertTrue(bench.text("agent.yaml").contains("username: \"ada\""));
        assertEquals("secret\n", bench.text("password"));
        assertFalse((typed.out() + typed.err()).contains("secret"), "a password is never shown");
    }

    @Test
    void aPersonMayCorrectTheLoginAfterATrialThatFailed() {
        var typed =
                bench.person(Machine.RASPBERRY_PI, List.of("none", "", "hut", "", nobody, "", "y", "", "ada", "", "n"));
        assertEquals(
                2, typed.out().lines().filter(line -> line.startsWith("port ")).count(), typed.out());
        assertTrue(bench.text("agent.yaml").contains("username: \"ada\""));
        assertEquals(List.of("agent.yaml"), bench.made());
    }

    @Test
    void theEndOfTheInputLeavesNothing() {
        for (var lines : List.of(List.<String>of(), List.of(""), List.of("", "hut", "", nobody, "ada", "secret"))) {
            var typed = bench.person(Machine.RASPBERRY_PI, lines, "--chips", "all");
            assertEquals(1, typed.code());
            assertTrue(typed.err().endsWith("the input ended before the last question; nothing was written\n"));
            assertFalse(Files.exists(bench.configuration().getParent()), "nor is its folder");
        }
    }

    @Test
    void itEndsWithTheCommandForTheFirstReadingWhichWorks() {
        var typed = bench.script(Machine.OTHER, "--simulated", "--broker", nobody);
        var last = typed.out().lines().toList().getLast().strip();
        assertEquals("sandpiper read --config " + bench.configuration(), last);
        var read = Typed.line((Object[]) last.substring("sandpiper ".length()).split(" "));
        assertEquals(0, read.code(), read.err());
        assertTrue(read.out().startsWith("air       temperature "), read.out());
    }

    @Test
    void aPersonIsAskedForRelaysUntilThereIsNoOther() {
        var outputs = List.of("none", "x", "22", "", "", "22", "fan", "y", "30", "fan", "y", "6", "fan", "n", "");
        var others = List.of("hut", "", nobody, "", "n");
        var typed = bench.person(
                Machine.RASPBERRY_PI,
                Stream.concat(outputs.stream(), others.stream()).toList());
        assertTrue(typed.err().contains("found 'x', expected a BCM number from 0 to 27"), typed.err());
        assertTrue(typed.err().contains("pin 22 is taken by 'relay'; take another one"), typed.err());
        assertTrue(typed.err().contains("found pin 30, expected a BCM number from 0 to 27"), typed.err());
        var text = bench.text("agent.yaml");
        assertTrue(text.contains("- { id: relay, type: gpio-output, pin: 22, safe: off,"), text);
        assertTrue(text.contains("- { id: fan, type: gpio-output, pin: 6, active: low, safe: off,"), text);
    }

    @Test
    void anOutputOfOnesOwnTakesThePlaceOfTheInventedOne() {
        bench.script(Machine.OTHER, "--simulated", "--broker", nobody, "--relay", "pump=22", "--relay", "fan=6:low");
        var text = bench.text("agent.yaml");
        assertTrue(text.contains("id: pump") && text.contains("pin: 6, active: low"), text);
        assertFalse(text.contains("id: lamp"), text);
    }

    @Test
    void aPersonMayHaveItAppearInHomeAssistant() {
        bench.person(Machine.OTHER, List.of("y", "hut", "y", nobody, "", "n"));
        assertTrue(bench.text("agent.yaml").contains("\nhome_assistant: { discovery: true }"));
    }

    @Test
    void otherBusesAreLookedAtTooAndWhatIsGuessedThereIsARemark() {
        bench.withBuses(0, 10, 20, 22).script(Machine.RASPBERRY_PI, "--broker", nobody);
        var text = bench.text("agent.yaml");
        assertTrue(text.contains("\n  - { id: bme280, type: bme280, bus: 1, address: 0x76,"), text);
        assertTrue(text.contains("\n  - { id: sht3x, type: sht3x, bus: 1, address: 0x44,"), text);
        assertTrue(text.contains("\n  - { id: bme280-2, type: bme280, bus: 0, address: 0x76,"), text);
        assertTrue(text.contains("\n  # - { id: sht3x-2, type: sht3x, bus: 0, address: 0x44,"), text);
        assertTrue(text.contains("bus: 10,"), text);
        assertFalse(text.contains("bus: 20,") || text.contains("bus: 22,"), text);
    }

    @Test
    void whatIsToBeTypedNextCanBePasted() {
        var typed = bench.at("my folder").script(Machine.OTHER, "--simulated", "--broker", nobody);
        var quoted = " --config '" + bench.configuration() + "'\n";
        assertTrue(typed.out().contains("tries it again:\n  sandpiper check --connect" + quoted), typed.out());
        assertTrue(typed.out().endsWith("sandpiper read" + quoted), typed.out());
    }

    @Test
    void promptsFitEightyColumns() {
        var typed = bench.person(Machine.RASPBERRY_PI, List.of("none", "22", "", "", "", "hut", "", nobody, "", "n"));
        var prompts = typed.err().lines().flatMap(line -> Arrays.stream(line.split("(?<=: )")));
        prompts.forEach(prompt -> assertTrue(prompt.length() < 80, prompt));
    }
}
