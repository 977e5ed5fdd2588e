package dev.sandpiper.agent.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to standard output, everything else to standard error.
 *
 * @param out in UTF-8 whatever the locale: units have letters that ASCII lacks
 */
public record Console(PrintStream out, PrintStream err) {
    private static final Console PROCESS = new Console(stream(FileDescriptor.out), stream(FileDescriptor.err));

    /** The process's own streams. */
    public static Console ofProcess() {
        return PROCESS;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** One line or several of the result. */
    void result(String text) {
        out.println(text);
    }

    /** What a person should know and a script should not read. */
    void say(String sentence) {
        err.println("sandpiper: " + sentence);
    }
}
