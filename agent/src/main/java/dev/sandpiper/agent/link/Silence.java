package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.loop.Time;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Finds a broker that acknowledges and throws away what its access list forbids: once after each change of configuration,
 * version or credentials the link subscribes to what it publishes itself. The subscription is in the persistent session,
 * so it is ended until the broker has confirmed that.
 */
final class Silence {
    private static final String NOTE = "echo";
    /** A connection may be lost meanwhile; a broker that closes it because of the subscription is not asked for ever. */
    private static final int MOST_LOOKS = 2;

    private final Time time;
    private final Topics topics;
    private final int maxPacket;
    private final String who;
    private final Inflow inflow;
    private final LinkMemory memory;
    private SilenceNote note;
    private boolean looksAgain;
    private @Nullable Echo echo;
    private @Nullable Transport transport;
    private boolean unanswered;
    private boolean introductionDoubted;

    Silence(Time time, Topics topics, BrokerConfig config, Inflow inflow, LinkMemory memory) {
        this.time = time;
        this.topics = topics;
        this.maxPacket = config.maxPacket();
        this.who = config.username().map(name -> "user '" + name + "'").orElse("client '" + config.clientId() + "'");
        this.inflow = inflow;
        this.memory = memory;
        this.note = memory.recall(NOTE).flatMap(SilenceNote::of).orElse(SilenceNote.NONE);
        // Somebody may have put it right since.
        this.looksAgain = !note.silent().isEmpty();
    }

    /** A new connection, before anything is published on it. */
    void connected(Transport ready) {
        transport = ready;
        echo = null;
        unanswered = false;
        memory.setup()
                .filter(setup -> looksAgain || !setup.equals(note.setup()))
                .ifPresent(setup -> {
                    looksAgain = false;
                    keep(new SilenceNote(setup, 0, false, note.subscribed(), note.silent()));
                });
        if (note.setup().isEmpty()) return;
        if (!note.done() && note.looks() < MOST_LOOKS) look(ready);
        else if (note.subscribed()) ready.unsubscribe(topics.own());
    }

    private void look(Transport ready) {
        keep(new SilenceNote(note.setup(), note.looks() + 1, false, true, note.silent()));
        echo = new Echo(time, topics, maxPacket, inflow);
        unanswered = true;
        ready.subscribe(topics.own());
    }

    void granted(List<Integer> granted) {
        unanswered = false;
        if (echo != null) echo.granted(granted);
    }

    void acknowledged(Message message) {
        if (echo != null) echo.acknowledged(message);
    }

    void arrived(Arrived message) {
        if (echo != null) echo.arrived(message);
    }

    void unsubscribed() {
        keep(new SilenceNote(note.setup(), note.looks(), true, false, note.silent()));
    }

    /**
     * The connection is over. A broker that closes it before it answers a look may have closed because its list forbids
     * that, as RabbitMQ does: it is not asked again.
     */
    Ending ended(Failure why) {
        if (!unanswered || !why.isClose()) return Ending.of(why);
        keep(new SilenceNote(note.setup(), MOST_LOOKS, note.done(), note.subscribed(), note.silent()));
        return Ending.UNCLEAR;
    }

    /** Once a second while the link works. */
    void look() {
        var present = echo;
        if (present == null || transport == null) return;
        present.look();
        var silent = present.works() ? known(present.silent()) : List.<String>of();
        if (present.over() || !silent.isEmpty()) found(silent);
        if (!present.over()) return;
        if (!present.works()) Logger.debug("this device does not hear its own messages: nothing to compare");
        echo = null;
        keep(new SilenceNote(note.setup(), note.looks(), true, true, silent));
        transport.unsubscribe(topics.own());
    }

    // Many a list lets devices introduce themselves and not read that: no problem where they appear all the same.
    private List<String> known(List<String> silent) {
        var known =
                silent.stream().filter(topic -> !topics.isIntroduction(topic)).toList();
        if (known.size() < silent.size() && !introductionDoubted) doubtIntroduction();
        return known;
    }

    private void doubtIntroduction() {
        introductionDoubted = true;
        Logger.warn(
                "nothing comes back of what is sent to {}: if this device does not appear there, allow {} to publish it",
                topics.introduction().orElseThrow(),
                who);
    }

    // What an earlier look found is told until this one is over.
    private void found(List<String> silent) {
        if (silent.equals(note.silent())) return;
        keep(new SilenceNote(note.setup(), note.looks(), false, true, silent));
        sentence().ifPresent(sentence -> Logger.error("{}", sentence));
    }

    private void keep(SilenceNote next) {
        note = next;
        memory.keep(NOTE, next.text());
    }

    /** For {@code health}. */
    Optional<String> sentence() {
        if (note.silent().isEmpty()) return Optional.empty();
        var more = note.silent().size() - 1;
        return Optional.of(
                ("the broker acknowledges what is sent to %s%s and does not pass it on; allow %s to publish there"
                                + " (or, if others do get it, to subscribe)")
                        .formatted(note.silent().getFirst(), more == 0 ? "" : " and " + more + " more", who));
    }
}
