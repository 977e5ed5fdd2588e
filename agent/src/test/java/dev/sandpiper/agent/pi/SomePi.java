package dev.sandpiper.agent.pi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Raspberry Pi in a folder, that lacks nothing: both groups, bus 1, a kernel that lets go of its pins. Tests take away
 * or add.
 */
record SomePi(Path folder, String user, Map<Integer, String> holders) {
    static final String PI_4 = "Raspberry Pi 4 Model B Rev 1.4";
    static final String PI_5 = "Raspberry Pi 5 Model B Rev 1.0";
    static final String CONFIG = "/boot/firmware/config.txt";

    static SomePi in(Path folder) {
        var pi = new SomePi(folder, "pi", Map.of()).with("/proc/device-tree/model", PI_4 + "\0");
        return pi.with("/etc/passwd", "root:x:0:0::/root:\npi:x:1000:1000::/home/pi:\nsandpiper:x:990:990::/:\n")
                .with("/etc/group", "gpio:x:986:pi\ni2c:x:994:other,pi\n")
                .with("/dev/i2c-1", "");
    }

    SomePi with(String file, String text) {
        try {
            var path = folder.resolve(file.substring(1));
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    SomePi without(String file) {
        try {
            Files.delete(folder.resolve(file.substring(1)));
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    SomePi booting(String configuration) {
        return with(CONFIG, configuration);
    }

    SomePi as(String other) {
        return new SomePi(folder, other, holders);
    }

    SomePi with(int pin, String holder) {
        return new SomePi(folder, user, Map.of(pin, holder));
    }

    Pi pi() {
        return new Pi(folder, user, List.of(folder.resolve("bin")), () -> holders);
    }

    BootConfig bootConfig() {
        return pi().bootConfig();
    }

    static String sensor(String entry) {
        return "sensors: [ { id: probe, " + entry + " } ]";
    }

    static String actuator(String entry) {
        return "actuators: [ { id: pump, " + entry + " } ]";
    }

    List<String> warnings(String lists) {
        return warnings("raspberry-pi", lists);
    }

    List<String> warnings(String board, String lists) {
        var yaml = "broker: { url: mqtts://broker.example.com }\nboard: { type: " + board + " }\n" + lists + "\n";
        try {
            with("/agent.yaml", yaml);
            return PiCheck.warnings(AgentConfig.read(folder.resolve("agent.yaml"), Environment.ofThisMachine()), pi());
        } catch (ConfigErrors wrong) {
            throw new AssertionError(wrong.lines().toString(), wrong);
        }
    }

    void isSilentAbout(String lists) {
        assertEquals(List.of(), warnings(lists));
    }

    void warnsOf(String lists, String... sentences) {
        assertEquals(List.of(sentences), warnings(lists));
    }
}
