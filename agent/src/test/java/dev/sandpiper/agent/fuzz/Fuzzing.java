package dev.sandpiper.agent.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Jazzer in a process of its own: it instruments what it loads, and its findings end it. */
final class Fuzzing {
    private static final Duration START_AND_END = Duration.ofMinutes(5);

    private final Class<?> target;
    private final Path folder;

    /** @param folder for the corpus, the log and the findings */
    Fuzzing(Class<?> target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    /** @return what Jazzer said of what it found, with the name of a file with the input; empty when it found nothing */
    String run(Path seeds, Duration span) throws IOException, InterruptedException {
        var corpus = Files.createDirectories(folder.resolve("corpus"));
        var log = folder.resolve("log").toFile();
        var process = new ProcessBuilder(line(corpus, seeds, span))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            if (!process.waitFor(span.plus(START_AND_END).toSeconds(), TimeUnit.SECONDS)) return "it never ends";
        } finally {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue() == 0 ? "" : said(log.toPath());
    }

    private List<String> line(Path corpus, Path seeds, Duration span) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.sandpiper.agent.**:com.google.gson.stream.**",
                "--custom_hook_includes=dev.sandpiper.agent.**:com.google.gson.stream.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + span.toSeconds(),
                "-max_len=1024",
                "-print_final_stats=1",
                corpus.toString(),
                seeds.toString());
    }

    private static String said(Path log) throws IOException {
        return String.join(
                "\n",
                Files.readAllLines(log).stream()
                        .filter(line -> !line.startsWith("INFO") && !line.startsWith("WARNING"))
                        .toList());
    }
}
