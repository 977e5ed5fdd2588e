package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.KeepAlive.Attempts;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the ends of connections teach: that quiet ones are lost on their way, or that another client takes them over. An
 * end counts only when the next attempt succeeds; otherwise the network or the broker was gone.
 */
final class Lessons {
    private final KeepAlive keepAlive;
    private final TakeOver takeOver;
    private final Time time;
    private long connectedAt;
    private boolean failed;

    Lessons(BrokerConfig config, String device, Surroundings around, LinkMemory memory) {
        this.time = around.time();
        this.keepAlive = new KeepAlive(config.keepAlive(), config.addresses(), memory, time);
        this.takeOver = new TakeOver(config.clientId(), device, new Refusals(config, around.random()), time);
    }

    void connected(BrokerAddress to) {
        connectedAt = time.nanos();
        keepAlive.connected(to, failed ? Attempts.SEVERAL : Attempts.ONE);
        takeOver.connected();
        failed = false;
    }

    /** An attempt failed. */
    void failed() {
        failed = true;
        takeOver.somethingElse();
    }

    /** The broker has the message. */
    void acknowledged(Message message) {
        takeOver.acknowledged(message);
    }

    /** A connection ended that had been quiet so long, with these messages under way. */
    void ended(Failure failure, Duration quiet, Set<Message> underWay) {
        switch (failure.cause()) {
            case CLOSED -> {
                if (keepAlive.closedAfter(quiet)) takeOver.somethingElse();
                else takeOver.closed(time.since(connectedAt), underWay);
            }
            case LOST -> {
                keepAlive.closedAfter(quiet);
                takeOver.somethingElse();
            }
            case TIMEOUT -> {
                keepAlive.diedAfter(quiet);
                takeOver.somethingElse();
            }
            case NONE, NAME, UNREACHABLE, REFUSED, UNAVAILABLE, PROTOCOL, PACKET_TOO_LARGE, CONFIGURATION ->
                takeOver.somethingElse();
            case TLS_UNTRUSTED, TLS_HOST_NAME, TLS_EXPIRED, TLS_NOT_YET_VALID, TLS_CLIENT_CERTIFICATE, TLS_OTHER ->
                takeOver.somethingElse();
            case CREDENTIALS, NOT_AUTHORISED, CLIENT_ID -> takeOver.somethingElse();
        }
    }

    /** A marker of another agent came that lives now. */
    void foreignMarker() {
        takeOver.proven();
    }

    /** While connected. */
    void look() {
        keepAlive.look();
        takeOver.look(time.since(connectedAt));
    }

    /** How long to leave a quiet connection alone. */
    Duration keepAlive() {
        return keepAlive.interval();
    }

    Optional<String> problem() {
        return takeOver.problem();
    }

    /** How long to stay away after this, where that is not for {@link Retry} to say. */
    Optional<Duration> pause(Failure failure) {
        return failure.isClose() ? takeOver.pause() : Optional.empty();
    }
}
