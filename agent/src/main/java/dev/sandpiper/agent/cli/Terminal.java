package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Signals;
import dev.sandpiper.agent.operator.Ink;
import dev.sandpiper.agent.operator.Paper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The terminal that standard output leads to.
 *
 * @param device such as {@code /dev/pts/3}
 */
record Terminal(File device) {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");
    private static final Paper USUAL = new Paper(80, 24);

    /** Where a person reads standard output; Java's own answer is about standard input, too. */
    static Optional<Terminal> ofOutput() {
        try {
            return Optional.of(Files.readSymbolicLink(OUTPUT))
                    .map(Path::toString)
                    .filter(name -> name.matches("/dev/(pts/\\d+|tty\\w*|console)"))
                    .map(name -> new Terminal(new File(name)));
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    /** Whether the cursor can be moved. */
    static boolean draws(Map<String, String> environment) {
        var term = environment.getOrDefault("TERM", "");
        return !term.isEmpty() && !term.equals("dumb");
    }

    /** By no-color.org: set and not empty. */
    static Ink ink(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Ink.COLOURS : Ink.NONE;
    }

    /** The size as it is from now on: looked at again whenever the terminal says that it has changed. */
    AtomicReference<Paper> paper() {
        var paper = new AtomicReference<>(size());
        Signals.on("WINCH", () -> paper.set(size()));
        return paper;
    }

    private Paper size() {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(device).start();
            try (var in = stty.getInputStream()) {
                return size(new String(in.readAllBytes(), StandardCharsets.US_ASCII), System.getenv());
            }
        } catch (IOException without) {
            return size("", System.getenv());
        }
    }

    /** @param stty its answer, {@code 24 80}; a terminal that does not know says {@code 0 0} */
    static Paper size(String stty, Map<String, String> environment) {
        var size = SIZE.matcher(stty);
        var known = size.matches();
        var lines = known ? Integer.parseInt(size.group(1)) : 0;
        var columns = known ? Integer.parseInt(size.group(2)) : 0;
        return new Paper(
                columns > 0 ? columns : number(environment.get("COLUMNS"), USUAL.columns()),
                lines > 0 ? lines : number(environment.get("LINES"), USUAL.lines()));
    }

    private static int number(@org.jspecify.annotations.Nullable String text, int otherwise) {
        return text != null && text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : otherwise;
    }
}
