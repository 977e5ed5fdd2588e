package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.RaspberryPi;
import java.util.Optional;

/**
 * The computer on which a configuration is made, and the person who sits there.
 *
 * @param person empty for a script
 */
record InitPlace(Computer computer, Machine machine, Optional<Person> person, InitOwner owner) {
    enum Machine {
        RASPBERRY_PI,
        OTHER
    }

    static InitPlace real() {
        var machine = RaspberryPi.present() ? Machine.RASPBERRY_PI : Machine.OTHER;
        return new InitPlace(Computer.real(), machine, Keyboard.ofProcess(), InitOwner.ofProcess());
    }
}
