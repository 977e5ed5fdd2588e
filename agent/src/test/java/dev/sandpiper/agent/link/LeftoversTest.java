package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.AttemptEnds.End;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However an attempt ends, fifty of them leave no more threads and open files behind than one. */
class LeftoversTest {
    private static final int AT_ONCE = 50;
    private static final int FEW_AT_ONCE = 25;

    @TempDir
    static Path folder;

    private static AttemptEnds ends;

    @BeforeAll
    static void start() throws Exception {
        ends = new AttemptEnds(folder);
        oneOfEach();
    }

    /** What the first attempt of a kind opens for good, such as a file of classes, is not left behind by the attempt. */
    private static void oneOfEach() throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<End>> firsts = Arrays.stream(End.values())
                    .map(end -> (Callable<End>) () -> {
                        ends.make(1, end);
                        return end;
                    })
                    .toList();
            for (Future<End> each : all.invokeAll(firsts)) {
                each.get();
            }
        }
    }

    @AfterAll
    static void end() {
        ends.close();
    }

    @ParameterizedTest
    @EnumSource
    void fiftyAttemptsLeaveNoMoreThanOne(End end) {
        assertLeavesNothing(end, 50);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void aThousandAttemptsLeaveNoMoreThanOne(End end) {
        assertLeavesNothing(end, 1_000);
    }

    private static void assertLeavesNothing(End end, int attempts) {
        long before = openFiles();
        int atOnce = end.name().startsWith("PEER") ? FEW_AT_ONCE : AT_ONCE;
        for (int done = 0; done < attempts; done += atOnce) {
            ends.make(atOnce, end);
        }
        Eventually.until(
                () -> openFiles() + " files are open no more, as " + before + " were before",
                () -> openFiles() <= before);
        Eventually.until(
                "no thread of an attempt runs", () -> AttemptEnds.threads().isEmpty());
    }

    private static long openFiles() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
