package dev.sandpiper.agent.loop;

/** A loop that has to show that it still comes round. Asked by one thread. */
public interface Watched {

    String name();

    /** Has it show that it comes round. */
    void ask();

    /** Whether it came round since it was asked. */
    boolean cameRound();
}
