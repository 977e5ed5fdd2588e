package dev.sandpiper.agent;

import dev.sandpiper.agent.store.Notes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Notes that runs before have left of some entries of the file, each under a name; read while one thread wires everything. */
final class FoundNotes {
    private final Notes notes;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    FoundNotes(Notes notes) {
        this.notes = notes;
    }

    /** The note of an entry is that of this name. With the type in it, what another kind of entry left is not for this one. */
    void name(String id, String name) {
        names.put(id, name);
    }

    /** Looks for the note of an entry that has a name. */
    void read(String id) {
        notes.text(name(id)).ifPresent(text -> texts.put(id, text));
    }

    String name(String id) {
        return names.getOrDefault(id, id);
    }

    boolean isName(String name) {
        return names.containsValue(name);
    }

    Optional<String> text(String id) {
        return Optional.ofNullable(texts.get(id));
    }
}
