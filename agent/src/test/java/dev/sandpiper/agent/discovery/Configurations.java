package dev.sandpiper.agent.discovery;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configurations as a user writes them, and what is told of them. */
final class Configurations {
    private Configurations() {}

    /** Of the device {@code hut}. */
    static AgentConfig of(Path folder, String rest) {
        var broker = rest.contains("broker:") ? "" : "broker: { url: \"mqtt://127.0.0.1\" }\n";
        return written(folder, "device: { id: hut, name: The hut }\n" + broker + rest);
    }

    static AgentConfig written(Path folder, String yaml) {
        try {
            var file = Files.writeString(folder.resolve("agent.yaml"), yaml);
            return AgentConfig.read(file, Environment.ofThisMachine());
        } catch (IOException | ConfigErrors wrong) {
            throw new AssertionError(wrong);
        }
    }

    static JsonObject message(AgentConfig config) {
        var message = Announcement.of(config, "1.0.0", "Raspberry Pi 4 Model B Rev 1.4")
                .message(Map.of());
        return JsonParser.parseString(message).getAsJsonObject();
    }
}
