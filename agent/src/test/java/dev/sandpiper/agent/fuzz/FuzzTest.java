package dev.sandpiper.agent.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever comes in. Among {@link #INPUTS} is what did harm once, with a name that says what it was; a finding is put
 * there, so that it is tried each time.
 */
class FuzzTest {
    private static final Path INPUTS = Path.of("src/test/resources/dev/sandpiper/agent/fuzz");
    private static final Duration BRIEF = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> whatIsKnownDoesNoHarm() throws IOException {
        return Stream.of(Target.values()).flatMap(FuzzTest::each);
    }

    private static Stream<DynamicTest> each(Target target) {
        return files(target)
                .map(file -> DynamicTest.dynamicTest(
                        target + " " + file.getFileName(), () -> target.run(Files.readAllBytes(file))));
    }

    @Test
    void nothingDoesHarmThatIsFoundInTwoSeconds() throws Exception {
        var seeds = Files.createDirectory(folder.resolve("seeds"));
        for (var target : Target.values())
            for (var file : files(target).toList())
                Files.write(seeds.resolve(target + " " + file.getFileName()), marked(target, file));
        assertEquals("", new Fuzzing(EveryTarget.class, folder).run(seeds, BRIEF));
    }

    private static byte[] marked(Target target, Path file) throws IOException {
        var input = new ByteArrayOutputStream();
        input.write(target.ordinal());
        input.writeBytes(Files.readAllBytes(file));
        return input.toByteArray();
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void norInTenMinutes(Target target) throws Exception {
        assertEquals("", new Fuzzing(target.type, folder).run(inputs(target), LONG));
    }

    private static Path inputs(Target target) {
        return INPUTS.resolve(target.name().toLowerCase(Locale.ROOT)).toAbsolutePath();
    }

    private static Stream<Path> files(Target target) {
        var files = inputs(target).toFile().listFiles();
        return Stream.of(files == null ? new File[0] : files).map(File::toPath).sorted();
    }
}
