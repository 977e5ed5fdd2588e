package dev.sandpiper.agent;

import dev.sandpiper.agent.store.Notes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * On which topics below the device's own a broker keeps a message, also from runs before: where nothing is said any more
 * it is to be cleared, at each broker when the device is there again. Belongs to the store's lane.
 */
final class KeptTopics {
    private static final String NOTE = "kept by brokers";

    private final Notes notes;
    /** By the addresses of brokers. */
    private final Map<String, Set<String>> kept = new TreeMap<>();

    private Set<String> addresses = Set.of();
    private Set<String> present = Set.of();

    KeptTopics(Notes notes) {
        this.notes = notes;
        notes.text(NOTE).ifPresent(text -> text.lines().forEach(this::recall));
    }

    private void recall(String line) {
        var words = List.of(line.split(" "));
        kept.put(words.getFirst(), new TreeSet<>(words.subList(1, words.size())));
    }

    /**
     * These are there from now on.
     *
     * @param at addresses of the present broker; several count as one
     */
    void present(Collection<String> at, Collection<String> topics) {
        addresses = Set.copyOf(at);
        present = Set.copyOf(topics);
        var isNew = false;
        for (var address : addresses)
            isNew |= kept.computeIfAbsent(address, _ -> new TreeSet<>()).addAll(present);
        if (isNew) write();
    }

    /** Topics of which the present broker may keep a message, and that are no more. */
    Set<String> gone() {
        return addresses.stream()
                .flatMap(address -> kept.get(address).stream())
                .filter(topic -> !present.contains(topic))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The present broker keeps nothing there any more. */
    void cleared(String topic) {
        if (present.contains(topic)) return;
        var isOld = false;
        for (var address : addresses) isOld |= kept.get(address).remove(topic);
        if (isOld) write();
    }

    private void write() {
        var lines = kept.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()));
        notes.writeLater(NOTE, lines.collect(Collectors.joining("\n")));
    }
}
