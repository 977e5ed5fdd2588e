package dev.sandpiper.agent.link;

/** What the end of a connection says of the messages that were under way. */
enum Ending {
    /** The broker closed it: one of them may be the reason. */
    SUSPICIOUS,
    /** The broker closed it and may have had another reason: nothing follows. */
    UNCLEAR,
    /** It had another reason. */
    INNOCENT;

    static Ending of(Failure failure) {
        return failure.isClose() ? SUSPICIOUS : INNOCENT;
    }
}
