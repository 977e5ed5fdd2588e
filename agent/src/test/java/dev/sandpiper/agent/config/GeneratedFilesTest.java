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
        var page = Files.readString(checkout.resolve("docs/configuration.md"));
        var tables = new ReferenceTables(Drivers.ALL);
        for (var name : tables.names())
            assertTrue(page.contains("<!-- table: " + name + " -->"), "docs/configuration.md lacks the table " + name);
        upToDate("docs/configuration.md", tables.renew(page));
    }
}
