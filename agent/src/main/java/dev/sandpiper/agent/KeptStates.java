package dev.sandpiper.agent;

import dev.sandpiper.agent.store.Notes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Of which outputs the broker keeps a state, also from runs before: that of an output which is not there any more is to be
 * cleared. Belongs to the store's lane.
 */
final class KeptStates {
    private static final String NOTE = "states";

    private final Notes notes;
    private final Set<String> kept = new TreeSet<>();
    private Set<String> present = Set.of();

    KeptStates(Notes notes) {
        this.notes = notes;
        notes.text(NOTE).ifPresent(text -> kept.addAll(List.of(text.split(" "))));
        kept.remove("");
    }

    /** These are there from now on. */
    void present(Collection<String> outputs) {
        present = Set.copyOf(outputs);
        if (kept.addAll(present)) write();
    }

    /** Outputs that are gone, and of which the broker may keep a state. */
    Set<String> gone() {
        var gone = new TreeSet<>(kept);
        gone.removeAll(present);
        return gone;
    }

    /** The broker keeps none of this one any more. */
    void cleared(String output) {
        if (!present.contains(output) && kept.remove(output)) write();
    }

    private void write() {
        notes.writeLater(NOTE, String.join(" ", kept));
    }
}
