package dev.sandpiper.agent.health;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that may be wrong with the board. It is over when it was not seen for a while, so that it does not flap. */
final class Concern {
    private final String sentence;
    private final Duration calm;
    private Optional<Instant> since = Optional.empty();
    private long seenAt;

    /**
     * @param sentence for people; ends so that {@code since 06:10} can follow
     * @param calm how long all must be well before it is
     */
    Concern(String sentence, Duration calm) {
        this.sentence = sentence;
        this.calm = calm;
    }

    /** Takes what is seen now. */
    void look(boolean bad, Time time) {
        if (bad) {
            seenAt = time.nanos();
            if (since.isEmpty()) since = Optional.of(time.wall());
        } else if (since.isPresent() && time.since(seenAt).compareTo(calm) >= 0) since = Optional.empty();
    }

    boolean present() {
        return since.isPresent();
    }

    /** The problem it is at present. */
    Optional<Problem> problem() {
        return since.map(begin -> new Problem(sentence, begin));
    }

    /** @param since when it began */
    record Problem(String sentence, Instant since) {}
}
