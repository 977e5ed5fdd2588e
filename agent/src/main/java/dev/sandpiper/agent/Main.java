package dev.sandpiper.agent;

import dev.sandpiper.agent.cli.Arguments;
import dev.sandpiper.agent.cli.Console;

/** The entry of the command line. */
public final class Main {
    private Main() {}

    /** @param arguments the command line of contract section 7 */
    public static void main(String[] arguments) {
        System.exit(new Arguments(Console.ofProcess()).run(arguments));
    }
}
