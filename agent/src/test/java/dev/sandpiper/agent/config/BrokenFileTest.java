package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no configuration at all: one clear line each. */
class BrokenFileTest {
    @TempDir
    Path folder;

    private void refuse(String yaml, String line) {
        Configurations.in(folder).refuse(yaml, line);
    }

    @Test
    void aMissingFileIsNamedAsItWasGiven() {
        var missing = assertThrows(
                ConfigErrors.class, () -> AgentConfig.read(Path.of("nowhere/agent.yaml"), Machine.named("pi")));
        assertEquals(List.of("nowhere/agent.yaml: no such file; name yours with --config FILE"), missing.lines());
    }

    @Test
    void aFolderIsNoFile() {
        var wrong = assertThrows(ConfigErrors.class, () -> AgentConfig.read(folder, Machine.named("pi")));
        assertEquals(List.of(folder + ": not a file; name a YAML file with --config FILE"), wrong.lines());
    }

    @Test
    void anEmptyFileSaysWhatBelongsIntoIt() {
        var line =
                "agent.yaml:1:1: nothing in it, expected broker.url and a sensor or actuator; begin with config/agent.yaml";
        refuse("", line);
        refuse("\n# nothing yet\n", line);
        refuse("---\n", line);
    }

    @Test
    void aFileThatIsNotUtf8SaysWhere() throws IOException {
        Files.write(folder.resolve("agent.yaml"), new byte[] {'a', ':', '\n', ' ', 'b', (byte) 0xfc, '\n'});
        var wrong = assertThrows(
                ConfigErrors.class, () -> AgentConfig.read(folder.resolve("agent.yaml"), Machine.named("pi")));
        assertEquals(
                List.of(folder + "/agent.yaml:2:3: byte 0xfc is not UTF-8; save the file as UTF-8"), wrong.lines());
    }

    @Test
    void aByteOrderMarkDoesNotMatter() throws ConfigErrors {
        assertEquals(
                1,
                Configurations.in(folder)
                        .read("\uFEFF" + Configurations.SHORTEST)
                        .sensors()
                        .size());
    }

    @Test
    void aControlCharacterSaysWhere() {
        refuse(
                "device:\n  name: a\u0007b\n",
                "agent.yaml:2:10: the character U+0007 is not allowed in YAML; remove it");
    }

    @Test
    void aFileTooLargeIsNotRead() {
        refuse("# " + "x".repeat(1 << 20), "agent.yaml: larger than 1 MiB, which no configuration is; check the name");
    }

    @Test
    void aTabSaysWhere() {
        refuse(
                "broker:\n\turl: mqtts://broker.example.com\n",
                "agent.yaml:2:1: a tab; YAML is indented with blanks, replace it");
    }

    @Test
    void anUnclosedBraceSaysWhereItBegins() {
        refuse(
                "device: {}\nbroker: { url: mqtts://broker.example.com\nsensors: []\n",
                "agent.yaml:3:8: broken YAML: expected ',' or '}', but got : (while parsing a flow mapping that begins in line 2)");
    }

    @Test
    void aSecondDocumentIsRefused() {
        refuse(
                Configurations.SHORTEST + "---\n" + Configurations.SHORTEST,
                "agent.yaml:3:1: a second document begins here; a file holds one configuration");
    }

    @Test
    void aListIsNoConfiguration() {
        refuse(
                "- broker\n",
                "agent.yaml:1:1: found a list, expected keys with values: device, broker, outbox, board, sensors, actuators, home_assistant, health, agent_commands, drivers; correct it");
    }

    @Test
    void aListAsKeyIsRefused() {
        refuse("? [a, b]\n: c\n", "agent.yaml:1:3: a key is a list or a mapping, expected a name");
    }

    @Test
    void aTagIsRefused() {
        refuse("broker: !java/object {}\n", "agent.yaml:1:9: the tag !java/object means nothing here; remove it");
    }

    @Test
    void aliasesRepeatValues() throws ConfigErrors {
        var config = Configurations.in(folder).read("""
                        broker: { url: mqtts://broker.example.com }
                        sensors:
                          - { id: air, type: bme280, values: &calibrated { temperature: { offset: -0.5 } } }
                          - { id: soil, type: bme280, address: 0x77, values: *calibrated }
                        """);
        assertEquals(
                -0.5,
                config.sensors()
                        .get(1)
                        .values()
                        .get("temperature")
                        .calibration()
                        .offset());
    }

    @Test
    void anAliasOfNothingIsRefused() {
        refuse(
                "broker: *nothing\n",
                "agent.yaml:1:9: the alias *nothing stands for nothing complete before it; mark a value with &nothing first");
    }

    @Test
    void anAliasOfWhatItIsInIsRefused() {
        refuse(
                "broker: &b { tls: *b }\n",
                "agent.yaml:1:19: the alias *b stands for nothing complete before it; mark a value with &b first");
    }

    @Test
    void aliasesThatMultiplyAreStoppedEarly() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        refuse(bomb.toString(), "agent.yaml:5:10: more than 20000 values up to here, aliases counted; write fewer");
    }

    @Test
    void aDeepNestIsStoppedEarly() {
        var errors = Configurations.in(folder).errors("a: " + "[".repeat(100_000));
        assertEquals(List.of("agent.yaml:1:36: nested more than 32 deep; put less inside"), errors);
    }

    @Test
    void aKeyGivenTwiceNamesTheFirst() {
        refuse(
                Configurations.SHORTEST + "broker: { url: mqtts://other.example.com }\n",
                "agent.yaml:3:1: broker: given twice, first in line 1; keep one");
    }

    @Test
    void allErrorsComeAtOnceInTheOrderOfTheFile() {
        var errors = Configurations.in(folder).errors("""
                        outbox: { batch: 0 }
                        broker: { urll: mqtts://broker.example.com, keep_alive: 1s }
                        sensors:
                          - id: Air
                            type: bme280
                            adress: 0x76
                        """);
        assertEquals(
                List.of(
                        "agent.yaml:1:18: outbox.batch: found 0, expected a whole number 1 to 1000; correct it",
                        "agent.yaml:2:9: broker.url: missing, expected a URL like mqtts://broker.example.com:8883, or a list of them; add it",
                        "agent.yaml:2:11: broker.urll: unknown key; did you mean 'url'?",
                        "agent.yaml:2:57: broker.keep_alive: found '1s', expected a duration 5s to 18h12m15s; correct it",
                        "agent.yaml:4:9: sensors[0].id: found 'Air', expected up to 64 of a-z, 0-9, '_' and '-', beginning with a letter; correct it",
                        "agent.yaml:6:5: sensors[0].adress: unknown key; did you mean 'address'?"),
                errors);
    }

    @Test
    void anErrorStaysOneLineWhateverTheFileHolds() {
        var errors = Configurations.in(folder).errors("\"a\\nb\": 1\n" + Configurations.SHORTEST);
        assertEquals(1, errors.size());
        assertTrue(errors.getFirst().startsWith("agent.yaml:1:1: a?b: unknown key; "), errors.getFirst());
    }
}
