package dev.sandpiper.agent.link;

import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.keys.Secrets;
import java.nio.file.Path;
import java.util.Arrays;

/** A password, as long as it is in use. */
final class Password {
    private final char[] characters;

    private Password(char[] characters) {
        this.characters = characters;
    }

    static Password read(Path file) throws KeyFault {
        return new Password(Secrets.line(file));
    }

    /** For one attempt. */
    char[] copy() {
        return characters.clone();
    }

    /** Another one has taken its place. */
    void forget() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Password password && Arrays.equals(characters, password.characters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(characters);
    }

    @Override
    public String toString() {
        return "a password";
    }
}
