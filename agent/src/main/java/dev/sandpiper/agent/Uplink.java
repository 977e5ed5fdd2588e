package dev.sandpiper.agent;

import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.CredentialsReport;
import dev.sandpiper.agent.link.Link;
import dev.sandpiper.agent.link.LinkReport;
import dev.sandpiper.agent.loop.Step;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The link to the broker, and where another broker is configured its successor, which begins when it has said goodbye.
 * Belongs to the link's lane; reports may be asked by any thread.
 */
final class Uplink implements Step {
    /** A link and what it shows the broker. */
    record Way(Link link, Credentials credentials) {}

    private final Runnable onReplaced;
    private volatile Way present;
    private volatile @Nullable Way next;

    /** @param onReplaced the connection of the former one is over */
    Uplink(Way first, Runnable onReplaced) {
        this.present = first;
        this.onReplaced = onReplaced;
    }

    Link link() {
        return present.link;
    }

    LinkReport report() {
        return present.link.report();
    }

    CredentialsReport credentials() {
        return present.credentials.report();
    }

    @Override
    public Duration run() {
        var pause = present.link.run();
        var successor = next;
        if (successor == null || !present.link.stopped()) return pause;
        onReplaced.run();
        successor.link.follows(present.link);
        present = successor;
        next = null;
        return Duration.ZERO;
    }

    /** Says goodbye to the present broker, and goes on with this one. */
    void replaceBy(Way successor) {
        if (next == null) present.link.stop();
        next = successor;
    }

    /** Tells the link something that counts for its successor, too. */
    void tell(Consumer<Link> what) {
        what.accept(present.link);
        var successor = next;
        if (successor != null) what.accept(successor.link);
    }

    void stop() {
        if (next == null) present.link.stop();
        next = null;
    }

    boolean stopped() {
        return present.link.stopped();
    }
}
