package dev.sandpiper.agent.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process holds, as the kernel tells it.
 *
 * @param threads how many there are of each name
 * @param files how many there are of each kind or path
 */
record Usage(Map<String, Long> threads, Map<String, Long> files) {
    /** Java's own, which come and go by themselves. */
    private static final List<String> COMES_AND_GOES = List.of("C1 Compiler", "C2 Compiler", "process reaper");

    static Usage of(long pid) {
        var process = Path.of("/proc", Long.toString(pid));
        return new Usage(count(process.resolve("task"), Usage::name), count(process.resolve("fd"), Usage::target));
    }

    /** The most memory it has had at a time. */
    static long peakMib(long pid) {
        try (var status = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<String, Long> count(Path folder, Function<Path, Optional<String>> kind) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(kind)
                    .flatMap(Optional::stream)
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Optional<String> name(Path task) {
        try {
            var name = Files.readString(task.resolve("comm")).strip();
            return COMES_AND_GOES.stream().anyMatch(name::startsWith) ? Optional.empty() : Optional.of(name);
        } catch (IOException endedMeanwhile) {
            return Optional.empty();
        }
    }

    private static Optional<String> target(Path descriptor) {
        try {
            var target = Files.readSymbolicLink(descriptor).toString();
            return target.endsWith(".jar") ? Optional.empty() : Optional.of(target.replaceFirst(":\\[\\d+]$", ""));
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }
}
