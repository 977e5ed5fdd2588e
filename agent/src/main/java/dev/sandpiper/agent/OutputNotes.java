package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Past;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.store.Notes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What outputs leave to the next run, in the store; written on its lane. */
final class OutputNotes implements Past {
    private static final String KIND = "output ";

    private final Notes notes;
    private final Lane storeLane;
    private final String boot;
    private final FoundNotes found;

    /** @param interrupted outputs with a command of which nobody knows whether it was carried out */
    OutputNotes(List<ActuatorConfig> outputs, Set<String> interrupted, Notes notes, Lane storeLane, String boot) {
        this.notes = notes;
        this.storeLane = storeLane;
        this.boot = boot;
        this.found = new FoundNotes(notes);
        for (var output : outputs)
            if (output.initial() instanceof Initial.Last() && interrupted.contains(output.id())) forget(name(output));
        recall(outputs);
    }

    /** Looks for what these have left, and forgets all others; on the store's lane, or while one thread wires everything. */
    void recall(List<ActuatorConfig> outputs) {
        outputs.forEach(output -> found.name(output.id(), name(output)));
        found.only(outputs.stream().map(ActuatorConfig::id).toList());
        if (!notes.mayBeOutdated()) outputs.forEach(output -> found.read(output.id()));
        // One that was taken out of the configuration begins anew when it is there again, perhaps years later.
        notes.names(KIND).stream().filter(name -> !found.isName(name)).forEach(notes::forgetLater);
    }

    private static String name(ActuatorConfig output) {
        return KIND + "%s %s".formatted(output.type().name(), output.id());
    }

    // Perhaps it was switched off by what was interrupted. Written before that is answered: nobody will ask again.
    private void forget(String name) {
        if (notes.text(name).isPresent()) write(name, "");
    }

    // What the disk does not take now it takes when it can again: else the next run would believe what stood there
    // before.
    private void write(String name, String text) {
        if (!notes.write(name, text)) notes.writeSurely(name, text);
    }

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public Optional<String> recall(String output) {
        return found.text(output);
    }

    @Override
    public void keepWithNextCommit(String output, String text) {
        var name = found.noted(output, text);
        storeLane.post(() -> notes.writeSurely(name, text));
    }

    @Override
    public void keepNow(String output, String text) {
        var name = found.noted(output, text);
        storeLane.post(() -> write(name, text));
    }
}
