package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.ConnectVerdict.Result;
import java.util.List;

/** What was found, a line each, printed as soon as it is known: an answer may take half a minute. */
final class ConnectFindings {
    private static final int WIDEST_RESULT = Result.NOT_TRIED.words().length();

    private final Console console;
    private final int widest;
    private boolean failed;

    /** @param names all that will be told of, so that the columns fit */
    ConnectFindings(Console console, List<String> names) {
        this.console = console;
        this.widest = names.stream().mapToInt(String::length).max().orElse(0);
    }

    void tell(String name, ConnectVerdict verdict) {
        if (verdict.result() == Result.FAILED) failed = true;
        var columns = "%-" + widest + "s  %-" + WIDEST_RESULT + "s  %s";
        console.result(columns.formatted(name, verdict.result().words(), verdict.sentence())
                .stripTrailing());
    }

    /** Something could not be tried to its end. */
    void incomplete() {
        failed = true;
    }

    /** Whether anything has. */
    boolean failed() {
        return failed;
    }
}
