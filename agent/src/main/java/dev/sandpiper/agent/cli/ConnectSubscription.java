package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.link.Visit;
import java.util.List;

/** A subscription of the agent's, and what the broker said to it. */
final class ConnectSubscription {
    private static final int REFUSED = 128;

    private final String filter;
    private Answer answer = Answer.NOT_TRIED;

    enum Answer {
        NOT_TRIED,
        GRANTED,
        REFUSED,
        CLOSED
    }

    ConnectSubscription(String filter) {
        this.filter = filter;
    }

    String filter() {
        return filter;
    }

    Answer answer() {
        return answer;
    }

    /** One on which the broker closes the connection is not tried again. */
    void tryOn(Visit visit) throws Visit.Over, InterruptedException {
        if (answer == Answer.CLOSED) return;
        answer = Answer.CLOSED;
        answer = visit.subscribe(List.of(filter)).contains(REFUSED) ? Answer.REFUSED : Answer.GRANTED;
    }
}
