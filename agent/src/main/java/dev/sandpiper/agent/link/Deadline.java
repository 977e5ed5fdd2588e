package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.Failure.Cause;
import java.time.Duration;

/** How long each step of an attempt may take, and what is said when it takes longer. */
enum Deadline {
    CONNECT(30, "no answer to the connection"),
    SUBSCRIBE(20, "no answer to the subscription");

    private final Duration patience;
    private final String sentence;

    Deadline(int seconds, String sentence) {
        this.patience = Duration.ofSeconds(seconds);
        this.sentence = sentence;
    }

    Duration patience() {
        return patience;
    }

    Failure missed() {
        return new Failure(Cause.TIMEOUT, "%s within %d s".formatted(sentence, patience.toSeconds()));
    }
}
