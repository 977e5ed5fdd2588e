package dev.sandpiper.agent.operator;

/** Where somebody watches. */
interface View extends AutoCloseable {
    void heard(Heard heard, Roster.Age age);

    /** @param to which broker */
    void connecting(String to);

    /** @param to which broker */
    void connected(String to);

    /** There is no connection, and another attempt will follow. */
    void lost(String why);

    /** There is a connection, and nothing comes. */
    void silent(String why);

    /** A moment has passed. */
    void tick();

    /** Whether nobody can see it any more. */
    boolean closed();

    @Override
    void close();
}
