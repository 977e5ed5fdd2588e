package dev.sandpiper.agent.link;

import java.io.IOException;

/** Carries a failure that is already explained through JSSE's and Paho's wrapping. */
final class LinkFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    LinkFault(Failure failure) {
        super(failure.sentence());
        this.failure = failure;
    }

    LinkFault(Failure failure, Throwable cause) {
        super(failure.sentence(), cause);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
