package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.agent.payload.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker.format}, and what does not go with it. */
class FormatKeyTest {
    @TempDir
    private Path folder;

    private Format format(String keys, String others) throws ConfigErrors, IOException {
        var file = Files.writeString(folder.resolve("agent.yaml"), """
                broker: { url: "mqtt://127.0.0.1"%s }
                sensors: [ { id: air, type: bme280 } ]
                """.formatted(keys) + others);
        return AgentConfig.read(file, Environment.ofThisMachine()).broker().format();
    }

    private void refuse(String keys, String others, String error) {
        var errors = assertThrows(ConfigErrors.class, () -> format(keys, others));
        assertEquals(List.of(folder.resolve("agent.yaml") + error), errors.lines());
    }

    @Test
    void itIsJsonUnlessTheFileSaysOtherwise() throws Exception {
        assertEquals(Format.JSON, format("", ""));
        assertEquals(Format.SENML, format(", format: senml", ""));
        assertEquals(Format.PLAIN, format(", format: plain", ""));
    }

    @Test
    void anotherWordIsRefused() {
        refuse(
                ", format: senlm",
                "",
                ":1:44: broker.format: found 'senlm', expected json, senml or plain; did you mean 'senml'?");
    }

    @Test
    void homeAssistantIsToldToExpectJson() throws Exception {
        var discovery = "home_assistant: { discovery: true }";
        refuse(
                ", format: senml",
                discovery,
                ":1:44: broker.format: found senml; Home Assistant is told to expect json; leave it out, or home_assistant.discovery");
        assertEquals(Format.JSON, format(", format: json", discovery));
        assertEquals(Format.PLAIN, format(", format: plain", "home_assistant: { discovery: false }"));
    }

    @Test
    void plainValuesAreNotGathered() throws Exception {
        refuse(
                ", format: plain, send_every: 5m",
                "",
                ":1:44: broker.format: found plain; a plain value does not say when it was, and send_every would delay it; leave one of them out");
        assertEquals(Format.PLAIN, format(", format: plain, send_every: 0s", ""));
        assertEquals(Format.SENML, format(", format: senml, send_every: 5m", ""));
    }

    @Test
    void namesInSenmlBeginWithALetterOrDigit() throws Exception {
        refuse(
                ", format: senml",
                "device: { id: _hut }",
                ":3:15: device.id: found _hut, expected a letter or digit first, as names in senml begin; take another id or format");
        assertEquals(Format.JSON, format("", "device: { id: _hut }"));
    }
}
