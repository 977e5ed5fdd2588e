package dev.sandpiper.agent.foreign;

/** What a foreign driver said is against the contract; the message says what and what to do, without its name. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String sentence) {
        super(sentence, null, false, false);
    }
}
