package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a message can have been the reason for a close: not one that the broker takes on the next connection, and goes
 * on. So a device that always has something under way can tell, too, that it was thrown out.
 */
final class Alibi {
    private final LastTaken last;
    private final Set<Print> suspects = new HashSet<>();
    /** Their topics, as long as nothing was taken there. */
    private final Set<String> silent = new HashSet<>();

    private Optional<String> suspectTopic = Optional.empty();

    Alibi(Time time) {
        this.last = new LastTaken(time);
    }

    /** The broker closed the connection with these under way. */
    void closed(Collection<Message> underWay) {
        suspects.clear();
        silent.clear();
        for (var message : underWay) {
            suspects.add(Print.of(message));
            silent.add(message.topic());
        }
        suspectTopic = last.mayExplainClose();
        last.forget();
    }

    /** Whether something on the topic of one of these was under way at the last close, too, and none was taken since. */
    boolean lacks(Collection<Message> underWay) {
        return underWay.stream().anyMatch(message -> silent.contains(message.topic()));
    }

    /** On the present connection. What it acknowledges after another one shows that it did not close on that. */
    void acknowledged(Message message) {
        clear();
        if (!suspects.isEmpty()) suspects.remove(Print.of(message));
        silent.remove(message.topic());
        last.note(message.topic());
    }

    private void clear() {
        if (suspectTopic.isPresent() && suspectTopic.equals(last.topic())) suspectTopic = Optional.empty();
    }

    /** Whether the broker has taken all that could have been the reason. */
    boolean holds() {
        if (last.mayExplainClose().isEmpty()) clear();
        return suspects.isEmpty() && suspectTopic.isEmpty();
    }
}
