package dev.sandpiper.agent;

import dev.sandpiper.agent.store.Notes;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest notes of some entries of the file, each under a name: those that runs before have left, and what was noted
 * since. Asked by any thread; looked for in the store while one thread wires everything, or on the store's lane.
 */
final class FoundNotes {
    private final Notes notes;
    private final Map<String, String> names = new ConcurrentHashMap<>();
    /** By the note's name. */
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    FoundNotes(Notes notes) {
        this.notes = notes;
    }

    /** The note of an entry is that of this name. With the type in it, what another kind of entry left is not for this one. */
    void name(String id, String name) {
        names.put(id, name);
    }

    /** Looks for the note of an entry that has a name, unless it is known. */
    void read(String id) {
        var name = name(id);
        if (!texts.containsKey(name)) notes.text(name).ifPresent(text -> texts.put(name, text));
    }

    /** Forgets all but these entries. */
    void only(Collection<String> ids) {
        names.keySet().retainAll(ids);
        texts.keySet().retainAll(names.values());
    }

    String name(String id) {
        return names.getOrDefault(id, id);
    }

    boolean isName(String name) {
        return names.containsValue(name);
    }

    Optional<String> text(String id) {
        return Optional.ofNullable(texts.get(name(id)));
    }

    /** This is the newest; the name under which it is to be written. */
    String noted(String id, String text) {
        var name = name(id);
        texts.put(name, text);
        return name;
    }
}
