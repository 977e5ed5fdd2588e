package dev.sandpiper.agent.pi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingProgramTest {
    @TempDir
    Path folder;

    private SomePi pi;

    @BeforeEach
    void plug() {
        pi = SomePi.in(folder);
    }

    private static String soil(String program) {
        return SomePi.sensor("type: exec, command: [\"" + program + "\", --once]");
    }

    private void program(String name) throws IOException {
        pi.with(name, "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                folder.resolve(name.substring(1)),
                java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aProgramByItsFileMustBeThere() throws IOException {
        var file = folder.resolve("soil");
        pi.warnsOf(soil(file.toString()), "probe: there is no program " + file + "; install it or correct command");
        program("/soil");
        pi.isSilentAbout(soil(file.toString()));
        pi.isSilentAbout(soil("./soil"));
    }

    @Test
    void itMustBeExecutable() {
        pi.with("/soil", "#!/bin/sh\n");
        var file = folder.resolve("soil");
        pi.warnsOf(soil(file.toString()), "probe: " + file + " may not be executed by pi; chmod +x " + file);
    }

    @Test
    void aFolderIsNoProgram() {
        pi.with("/bin/other", "");
        pi.warnsOf(
                soil(folder.resolve("bin").toString()),
                "probe: " + folder.resolve("bin") + " is a folder; name the program in it");
    }

    @Test
    void aNameWithoutASlashIsLookedUp() throws IOException {
        pi.warnsOf(
                soil("soil"),
                "probe: there is no program soil in the folders of PATH; install it or name it with its folder");
        pi.with("/bin/soil", "not executable");
        pi.warnsOf(
                soil("soil"),
                "probe: there is no program soil in the folders of PATH; install it or name it with its folder");
        program("/bin/soil");
        pi.isSilentAbout(soil("soil"));
    }

    @Test
    void theSimulatedBoardRunsProgramsToo() {
        assertEquals(1, pi.warnings("simulated", soil("soil")).size());
        assertEquals(List.of(), pi.warnings("simulated", SomePi.sensor("type: system")));
    }
}
