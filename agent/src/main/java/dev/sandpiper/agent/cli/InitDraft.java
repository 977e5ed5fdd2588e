package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitFile.Readers;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A configuration and its files in a folder of their own beside their place: they are tried there, and moved when they
 * are good. Whatever ends it earlier leaves nothing behind.
 */
final class InitDraft implements AutoCloseable {
    private static final String PREFIX = ".sandpiper-init-";

    private final InitFolder target;
    private final Path folder;
    private final List<Path> made;
    private final List<String> names = new ArrayList<>();

    private InitDraft(InitFolder target, Path folder, List<Path> made) {
        this.target = target;
        this.folder = folder;
        this.made = made;
    }

    static InitDraft write(InitFolder target, InitText text, List<InitFile> files) throws Failure {
        try {
            var made = target.make();
            // Nobody else can enter a folder that is made so.
            var draft = new InitDraft(target, Files.createTempDirectory(target.folder(), PREFIX), made);
            draft.writeAll(text, files);
            return draft;
        } catch (IOException failed) {
            throw notWritten(failed);
        }
    }

    private void writeAll(InitText text, List<InitFile> files) throws IOException {
        try {
            for (var file : files) write(file.name(), file.content(), file.readers());
            // Moved last: what it names is there when it is.
            write(name(), text.toString().getBytes(StandardCharsets.UTF_8), Readers.EVERYBODY);
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private String name() {
        return target.configuration().getFileName().toString();
    }

    private void write(String name, byte[] content, Readers readers) throws IOException {
        names.add(name);
        var file = folder.resolve(name);
        Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        target.owner().apply(file, readers);
    }

    /** As the agent will read it. */
    AgentConfig config() throws Failure {
        try {
            return AgentConfig.readWithContents(folder.resolve(name()), Environment.ofThisMachine());
        } catch (ConfigErrors errors) {
            throw Failure.configuration(errors);
        }
    }

    /** Moves all to their place; sentences about what was there before. */
    List<String> place() throws Failure {
        try {
            var said = new ArrayList<String>();
            for (var name : names) {
                keepFormer(name, said);
                Files.move(folder.resolve(name), target.place(name), StandardCopyOption.ATOMIC_MOVE);
            }
            return said;
        } catch (IOException failed) {
            throw notWritten(failed);
        }
    }

    private void keepFormer(String name, List<String> said) throws IOException {
        var former = target.place(name);
        if (!Files.exists(former)) return;
        var kept = IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> former.resolveSibling(name + ".bak" + (number == 1 ? "" : number)))
                .filter(file -> !Files.exists(file))
                .findFirst()
                .orElseThrow();
        Files.copy(former, kept, StandardCopyOption.COPY_ATTRIBUTES);
        said.add("the former %s is kept as %s".formatted(former, kept.getFileName()));
    }

    private static Failure notWritten(IOException failed) {
        return Failure.because("the configuration cannot be written: " + failed.getMessage());
    }

    @Override
    public void close() {
        try {
            for (var name : names) Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder);
            for (var outer : made.reversed()) if (isEmpty(outer)) Files.deleteIfExists(outer);
        } catch (IOException left) {
            // What is left is in a folder that only its owner can enter.
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
