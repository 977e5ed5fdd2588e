package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/**
 * Another client with this one's id. A broker closes the connection of the one when the other connects, so that two that
 * both come back at once throw each other out for ever. Known by a pattern of closes, or proven by the other's marker;
 * then this one stays away longer and longer, and says so.
 */
final class TakeOver {
    private static final int TIMES = 3;
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration PEACE = Duration.ofMinutes(10);
    /** The other one may have another client id, and then it shows itself only now and then. */
    private static final Duration PROOF_LASTS = Duration.ofHours(1);

    private final String clientId;
    private final String device;
    private final Refusals pauses;
    private final Time time;
    private final Alibi alibi;
    private Close last = Close.NONE;
    private int inARow;
    private boolean suspected;
    private Optional<Long> proven = Optional.empty();

    /** What is known of the last close. */
    private enum Close {
        /** It has counted, or does not count. */
        NONE,
        /** It came soon after the connection was made; whether the broker is there will be seen. */
        SOON,
        /** The broker is there, and took the device in again at once. */
        ODD
    }

    /** @param pauses while the other one is there */
    TakeOver(String clientId, String device, Refusals pauses, Time time) {
        this.clientId = clientId;
        this.device = device;
        this.pauses = pauses;
        this.time = time;
        this.alibi = new Alibi(time);
    }

    /** The broker closed the connection in order, with these messages under way. */
    void closed(Duration lasted, Set<Message> underWay) {
        judge();
        var soon = lasted.compareTo(SOON) < 0;
        last = soon ? Close.SOON : Close.NONE;
        if (!soon) inARow = 0;
        if (alibi.lacks(underWay)) explained();
        alibi.closed(underWay);
    }

    // Messages to one topic were under way at two closes, and none was taken in between.
    private void explained() {
        somethingElse();
        if (!suspected) return;
        over();
        Logger.info("the broker closes the connection on a message: that was no other client");
    }

    /** The network, the broker's absence or this device itself ended a connection or an attempt. */
    void somethingElse() {
        last = Close.NONE;
        inARow = 0;
    }

    /** The first attempt after a close succeeded: the broker was there all the time. */
    void connected() {
        if (last == Close.SOON) last = Close.ODD;
        judge();
    }

    /** The broker has the message. */
    void acknowledged(Message message) {
        alibi.acknowledged(message);
    }

    // A close with a message under way that the broker never takes says nothing: neither for another client nor
    // against.
    private void judge() {
        if (last != Close.ODD || !alibi.holds()) return;
        last = Close.NONE;
        inARow++;
        if (inARow >= TIMES && !suspected) begin();
    }

    private void begin() {
        suspected = true;
        Logger.error("{}", sentence());
    }

    /** A marker came that a living agent with the same device id sent. */
    void proven() {
        var news = proven.isEmpty();
        proven = Optional.of(time.nanos());
        if (news) Logger.error("{}", sentence());
    }

    /** A connection has lasted so long. */
    void look(Duration lasted) {
        judge();
        if (suspected && lasted.compareTo(PEACE) >= 0) {
            over();
            Logger.info("nobody has taken over this client's id for {} minutes", PEACE.toMinutes());
        }
        if (proven.isPresent() && time.since(proven.get()).compareTo(PROOF_LASTS) >= 0) proven = Optional.empty();
    }

    private void over() {
        suspected = false;
        inARow = 0;
        pauses.over();
    }

    /** How long to stay away after a close, while there is another one. */
    Optional<Duration> pause() {
        return suspected ? Optional.of(pauses.pause()) : Optional.empty();
    }

    Optional<String> problem() {
        return suspected || proven.isPresent() ? Optional.of(sentence()) : Optional.empty();
    }

    private String sentence() {
        if (proven.isPresent())
            return "another agent uses the device id '%s'; give each device its own device.id and broker.client_id"
                    .formatted(device);
        return ("another client uses the client id '%s', or the broker restarts again and again: it has closed the"
                        + " connection %d times in a row soon after it was made; give each device its own device.id or"
                        + " broker.client_id")
                .formatted(clientId, TIMES);
    }
}
