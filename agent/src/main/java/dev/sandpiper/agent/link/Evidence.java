package dev.sandpiper.agent.link;

/**
 * How often a message must be alone under way at a close before that cannot be chance. On a network that breaks all the
 * time innocent messages are, too: those that were blamed and acknowledged later show how often.
 */
final class Evidence {
    /** One in so many innocent messages may be left out for ten minutes. */
    private static final double CHANCE = 1e-5;

    /** Before anything was seen: one close in so many messages. */
    private static final double PRIOR = 8;

    private static final int LEAST = 3;
    private static final int MEMORY = 400;

    private double acknowledged;
    private double blamedWrongly;

    /** A message left alone and was acknowledged, after having been blamed that often. */
    void acknowledged(int blames) {
        acknowledged++;
        blamedWrongly += blames;
        if (acknowledged + blamedWrongly < MEMORY) return;
        acknowledged /= 2;
        blamedWrongly /= 2;
    }

    /** A connection ended, and no message was to blame. */
    void unexplained() {
        blamedWrongly++;
    }

    /** Blames that are enough. */
    int needed() {
        var byChance = (blamedWrongly + 1) / (acknowledged + blamedWrongly + PRIOR);
        return Math.max(LEAST, (int) Math.ceil(Math.log(CHANCE) / Math.log(byChance)));
    }
}
