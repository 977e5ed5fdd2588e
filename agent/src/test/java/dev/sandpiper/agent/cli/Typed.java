package dev.sandpiper.agent.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** What came of a command line, run in this process. */
record Typed(int code, String out, String err) {

    static Typed line(Object... words) {
        return at(InitPlace::real, words);
    }

    /** @param place where a first configuration is made */
    static Typed at(Supplier<InitPlace> place, Object... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(stream(out), stream(err));
        var arguments = java.util.stream.Stream.of(words).map(Object::toString).toArray(String[]::new);
        var code = new Arguments(console, place).run(arguments);
        return new Typed(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
