package dev.sandpiper.agent.foreign;

/** A foreign driver cannot say what it does with given options; only while a configuration is read. */
public final class DriverDefect extends RuntimeException {
    private static final long serialVersionUID = 1;

    DriverDefect(String sentence) {
        super(sentence, null, false, false);
    }
}
