package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    @TempDir
    private Path folder;

    private Path password;

    @BeforeEach
    void aConfiguration() throws Exception {
        password = Files.writeString(folder.resolve("password"), "secret");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(password, FileTime.from(Instant.EPOCH));
        Files.writeString(folder.resolve("agent.yaml"), """
                broker: { url: "mqtt://127.0.0.1", username: hut, password_file: password }
                sensors: [ { id: air, type: bme280 } ]
                """);
    }

    private String fingerprint(String version) throws Exception {
        return Setup.fingerprint(AgentConfig.read(folder.resolve("agent.yaml"), Environment.ofThisMachine()), version);
    }

    @Test
    void itIsTheSameAsLongAsNothingChanges() throws Exception {
        assertEquals(fingerprint("1.0.0"), fingerprint("1.0.0"));
    }

    @Test
    void anotherVersionIsAnotherSetup() throws Exception {
        assertNotEquals(fingerprint("1.0.0"), fingerprint("1.0.1"));
    }

    @Test
    void anotherConfigurationIsAnotherSetup() throws Exception {
        var before = fingerprint("1.0.0");
        Files.writeString(
                folder.resolve("agent.yaml"), Files.readString(folder.resolve("agent.yaml")) + "# reviewed\n");
        assertNotEquals(before, fingerprint("1.0.0"));
    }

    @Test
    void anotherPasswordIsAnotherSetupAndNothingOfItCanBeReadThere() throws Exception {
        var before = fingerprint("1.0.0");
        Files.writeString(password, "strong");
        assertNotEquals(before, fingerprint("1.0.0"));
        Files.setLastModifiedTime(password, FileTime.from(Instant.EPOCH));
        assertEquals(before, fingerprint("1.0.0"), "only size and time are known");
    }
}
