package dev.sandpiper.agent.keys;

import java.nio.file.Path;

/** A file that cannot be used; the message is a sentence for an operator and begins with the file's name. */
public final class KeyFault extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Path file;

    KeyFault(Path file, String what) {
        super(file + ": " + what);
        this.file = file;
    }

    KeyFault(Path file, String what, Throwable cause) {
        super(file + ": " + what, cause);
        this.file = file;
    }

    /** The one to mend. */
    public Path file() {
        return file;
    }
}
