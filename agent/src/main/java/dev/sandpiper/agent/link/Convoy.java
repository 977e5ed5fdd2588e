package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Refusal;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What leaves on the present connection: as it comes, or one by one while the broker closes connections on something. */
final class Convoy {
    private final Time time;
    private final Suspects suspects;
    private final Consumer<Message> sender;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Map<Message, Long> underWay = new IdentityHashMap<>();

    /** @param sender publishes */
    Convoy(Time time, Consumer<Message> sender) {
        this.time = time;
        this.suspects = new Suspects(time);
        this.sender = sender;
    }

    /** A message that is not to be sent again, and what to do with it. */
    record Refused(Message message, Refusal how) {}

    void begin() {
        suspects.begin();
    }

    /** Sends it now or in its turn; false where the broker takes nothing on its topic. */
    boolean send(Message message) {
        if (suspects.refused(message.topic())) return false;
        if (suspects.careful()) {
            waiting.add(message);
            go();
        } else launch(message);
        return true;
    }

    /** Sends it before everything that waits, which is forgotten. */
    void sendLast(Message message) {
        waiting.clear();
        if (!suspects.refused(message.topic())) launch(message);
    }

    void acknowledged(Message message) {
        underWay.remove(message);
        suspects.acknowledged(message);
        go();
    }

    private void go() {
        while (!waiting.isEmpty() && !suspects.careful()) launch(waiting.poll());
        if (waiting.isEmpty() || !underWay.isEmpty() || suspects.awaitsProof()) return;
        var next = next();
        if (next.isEmpty()) return;
        waiting.remove(next.get());
        launch(next.get());
    }

    // Whoever is suspected goes last, and what comes behind it on its topic waits with it.
    private Optional<Message> next() {
        var first = waiting.element();
        if (!suspected(first)) return Optional.of(first);
        var innocent = waiting.stream().filter(message -> !suspected(message)).findFirst();
        if (innocent.isPresent() && !suspects.othersHadTheirTurn()) return innocent;
        return suspects.unsettled() ? Optional.empty() : leastSuspected();
    }

    // What is behind the one to blame would not have its turn, and never be cleared.
    private Optional<Message> leastSuspected() {
        return waiting.stream()
                .filter(this::suspected)
                .min(Comparator.comparingInt(message -> suspects.weight(message.topic())));
    }

    private boolean suspected(Message message) {
        return suspects.suspected(message.topic());
    }

    private void launch(Message message) {
        underWay.put(message, time.nanos());
        sender.accept(message);
    }

    /** Topics on which the broker may take messages again. */
    List<String> look() {
        suspects.relax();
        var released = suspects.released();
        go();
        return released;
    }

    /** The connection is over. */
    Optional<Refused> end(Ending ending) {
        var alone = underWay.keySet().stream().findFirst();
        var how = switch (ending) {
            case SUSPICIOUS -> suspects.closed(underWay);
            case UNCLEAR -> Optional.<Refusal>empty();
            case INNOCENT -> suspects.lost();
        };
        waiting.clear();
        underWay.clear();
        return how.map(refusal -> new Refused(alone.orElseThrow(), refusal));
    }

    /** What the broker has not acknowledged. */
    Set<Message> underWay() {
        return underWay.keySet();
    }

    Optional<String> trouble() {
        return suspects.sentence();
    }
}
