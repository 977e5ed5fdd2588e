package dev.sandpiper.agent.foreign;

/** A driver that cannot be loaded; the message is one sentence for the one who wrote the configuration. */
public final class UnusableDriver extends Exception {
    private static final long serialVersionUID = 1;

    /** The key whose value is to blame. */
    private final String key;

    UnusableDriver(String key, String sentence) {
        super(sentence, null, false, false);
        this.key = key;
    }

    static UnusableDriver type(String sentence) {
        return new UnusableDriver("type", sentence);
    }

    static UnusableDriver jar(String sentence) {
        return new UnusableDriver("jar", sentence);
    }

    static UnusableDriver className(String sentence) {
        return new UnusableDriver("class", sentence);
    }

    /** {@code type}, {@code jar} or {@code class}. */
    public String key() {
        return key;
    }
}
