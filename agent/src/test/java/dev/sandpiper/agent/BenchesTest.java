package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/bench} runs is in no Maven module: a change of the code it measures must not break it unseen. */
class BenchesTest {
    private static final Path SOURCES = Path.of("../scripts/lib/bench");
    /** There since {@code scripts/bench} ran here. */
    private static final Path RIVALS = Path.of("target/rivals");

    private static final Pattern USES_RIVALS = Pattern.compile("(?m)^import (com\\.hivemq|org\\.h2)\\.");

    @TempDir
    private Path classes;

    @Test
    void theyCompile() throws IOException {
        var complaints = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(complaints, Locale.ROOT, null)) {
            var sources = files(SOURCES, ".java");
            assertFalse(sources.isEmpty());
            // Until the end, so that a rival that is not there hides nothing else.
            var options = List.of("-proc:none", "-XDshould-stop.ifError=FLOW", "-cp", classPath(), "-d", "" + classes);
            compiler.getTask(null, files, complaints, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        var errors = new ArrayList<String>();
        for (var complaint : complaints.getDiagnostics())
            if (complaint.getKind() == Diagnostic.Kind.ERROR && counts(complaint)) errors.add(complaint.toString());
        assertEquals(List.of(), errors);
    }

    private static String classPath() throws IOException {
        var path = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        for (var jar : files(RIVALS, ".jar")) path.add(jar.toString());
        return String.join(File.pathSeparator, path);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    // What uses a rival can be judged only where that is there.
    private static boolean counts(Diagnostic<? extends JavaFileObject> complaint) throws IOException {
        if (complaint.getSource() == null || !files(RIVALS, ".jar").isEmpty()) return true;
        return !USES_RIVALS.matcher(complaint.getSource().getCharContent(true)).find();
    }
}
