package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.DriverJars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example project of {@code docs/}, and the example of the library's page, as they are printed there. */
class ExampleDriverTest {
    private static final Path PROJECT = Path.of("../docs/example-driver");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHOWN = Pattern.compile("prints `([^`]*)`");

    @TempDir
    static Path folder;

    private static Path classes;
    private static URLClassLoader loader;
    private static String page;

    @BeforeAll
    static void compiled() throws IOException {
        classes = Files.createDirectory(folder.resolve("classes"));
        page = Files.readString(Path.of("../sensors/README.md"));
        var example = JAVA.matcher(page);
        assertTrue(example.find(), "sensors/README.md has no example");
        Files.writeString(Files.createDirectory(folder.resolve("page")).resolve("ReadOnce.java"), example.group(1));
        DriverJars.compile(classes, PROJECT.resolve("src"), folder.resolve("page"));
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @Test
    void itsOwnTestsPass() throws Throwable {
        var type = loader.loadClass("com.example.Tmp1075Test");
        var tests = 0;
        for (var method : type.getDeclaredMethods()) {
            if (!method.isAnnotationPresent(Test.class)) continue;
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            method.setAccessible(true);
            try {
                method.invoke(constructor.newInstance());
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
            tests++;
        }
        assertEquals(3, tests);
    }

    @Test
    void theAgentChecksAndReadsIt() {
        DriverJars.jar(
                classes, folder.resolve("tmp1075-driver-1.0.0.jar"), name -> name.startsWith("com/example/Tmp1075"));
        var configuration = new Workbench(folder).write("agent.yaml", """
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: data }
                board: { type: simulated, i2c: [ { bus: 1, address: 0x48, registers: { 0x00: "E7 00" } } ] }
                drivers: [ { type: example-tmp1075, jar: tmp1075-driver-1.0.0.jar, class: com.example.Tmp1075 } ]
                sensors: [ { id: rack, type: example-tmp1075, address: 0x48 } ]
                """);
        var checked = Typed.line("check", "--config", configuration);
        assertEquals(0, checked.code(), checked.err());
        assertTrue(
                checked.out().lines().anyMatch(line -> line.matches("rack +example-tmp1075 +i2c-1 0x48 .*")),
                checked.out());
        // SBOS854F, table 7-1: E700 is -25 °C.
        assertEquals(
                "{\"rack\":{\"temperature\":-25.0}}\n",
                Typed.line("read", "--json", "--config", configuration).out());
    }

    @Test
    void theLibrarysPageShowsWhatItsExamplePrints() throws ReflectiveOperationException {
        var shown = SHOWN.matcher(page);
        assertTrue(shown.find(), "sensors/README.md does not say what it prints");
        assertEquals(shown.group(1) + System.lineSeparator(), printed());
    }

    private static String printed() throws ReflectiveOperationException {
        var printed = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            loader.loadClass("ReadOnce").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
