package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.chip.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files that follow from the descriptions of keys and drivers. With {@code -Dregenerate} they are written. */
class GeneratedFilesTest {
    private static final String HOW =
            "; write it anew with: mvn -o -pl agent -am test -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate";

    private final Path checkout = Path.of("").toAbsolutePath().getParent();

    private void upToDate(String name, String expected) throws IOException {
        var file = checkout.resolve(name);
        if (System.getProperty("regenerate") != null) Files.writeString(file, expected);
        assertEquals(expected, Files.readString(file), name + " is not what the code says" + HOW);
    }

    @Test
    void theEditorsSchemaFollowsTheCode() throws IOException {
        upToDate("config/agent.schema.json", EditorSchema.of(Drivers.ALL));
    }

    @Test
    void theReferencesTablesFollowTheCode() throws IOException {
        tablesUpToDate("docs/configuration.md", ReferenceTables.of(Drivers.ALL));
    }

    @Test
    void theHardwaresSectionsFollowTheDrivers() throws IOException {
        tablesUpToDate("docs/hardware.md", HardwareTables.of(Drivers.ALL, Examples.of(Drivers.ALL)));
    }

    private void tablesUpToDate(String name, GeneratedTables tables) throws IOException {
        var page = Files.readString(checkout.resolve(name));
        for (var table : tables.names())
            assertTrue(page.contains("<!-- table: " + table + " -->"), name + " lacks the table " + table);
        upToDate(name, tables.renew(page));
    }
}
