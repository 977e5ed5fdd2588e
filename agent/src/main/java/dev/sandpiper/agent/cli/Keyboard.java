package dev.sandpiper.agent.cli;

import java.io.Console;
import java.util.Optional;

/** A person at the terminal of this process. */
record Keyboard(Console terminal) implements Person {

    /** Empty where input or output is no terminal: a script has nobody to ask. */
    static Optional<Person> ofProcess() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).map(Keyboard::new);
    }

    @Override
    public Optional<String> answer() {
        return Optional.ofNullable(terminal.readLine());
    }

    @Override
    public Optional<String> secret(String prompt) {
        return Optional.ofNullable(terminal.readPassword("%s", prompt)).map(String::new);
    }
}
