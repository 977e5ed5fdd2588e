package dev.sandpiper.agent.testing;

import dev.sandpiper.sensors.DriverType;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Jars of drivers outside the product. */
public final class DriverJars {
    private DriverJars() {}

    /** Those of {@code com.example}, whose classes are compiled with the tests; without {@code Absent}. */
    public static Path jar(Path jar) {
        var ours = pathOf(DriverJars.class);
        return jar(Path.of(ours), jar, name -> name.startsWith("com/example/") && !name.endsWith("$Absent.class"));
    }

    /** Compiles the sources beneath these folders against the library, its tests against JUnit, and nothing else. */
    public static void compile(Path classes, Path... sources) {
        var path = pathOf(DriverType.class) + File.pathSeparator + pathOf(Test.class);
        var arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-cp", path));
        for (var folder : sources) arguments.addAll(javaFiles(folder));
        var said = new ByteArrayOutputStream();
        var compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, said, said, arguments.toArray(String[]::new)) != 0)
            throw new AssertionError(said.toString(StandardCharsets.UTF_8));
    }

    private static List<String> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String pathOf(Class<?> owner) {
        try {
            return Path.of(owner.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Puts the compiled classes whose file's name is wanted into a jar. */
    public static Path jar(Path classes, Path jar, Predicate<String> wanted) {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var name = classes.relativize(file).toString();
                if (!wanted.test(name)) continue;
                out.putNextEntry(new ZipEntry(name));
                out.write(Files.readAllBytes(file));
            }
            return jar;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
