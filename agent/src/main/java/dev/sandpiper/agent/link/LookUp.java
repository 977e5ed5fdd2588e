package dev.sandpiper.agent.link;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A look-up that is under way; every attempt that wants the same name meanwhile waits for the same answer. */
final class LookUp {
    private final Set<CountDownLatch> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Answer answer;

    /** @param failure empty where the name has addresses */
    record Answer(Optional<UnknownHostException> failure) {}

    void answered(Answer now) {
        answer = now;
        waiting.forEach(CountDownLatch::countDown);
    }

    /**
     * Waits for the answer.
     *
     * @param wait for this caller alone, which can end the wait early by counting it down
     * @return empty when the wait was ended, or the patience
     */
    Optional<Answer> await(CountDownLatch wait, Duration patience) {
        waiting.add(wait);
        try {
            if (answer == null) {
                wait.await(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.remove(wait);
        }
        return Optional.ofNullable(answer);
    }
}
