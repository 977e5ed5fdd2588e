package dev.sandpiper.agent;

import dev.sandpiper.agent.cli.Arguments;
import dev.sandpiper.agent.cli.Console;
import dev.sandpiper.agent.cli.SafeState;

/** The entry of the command line. */
public final class Main {
    private Main() {}

    /** @param arguments the command line of contract section 7 */
    public static void main(String[] arguments) {
        var console = Console.ofProcess();
        // Not by exit: what hangs in a driver would keep it from ending.
        SafeState.typed(arguments, console)
                .ifPresent(command -> Runtime.getRuntime().halt(command.quickly()));
        System.exit(new Arguments(console).run(arguments));
    }
}
