package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Past;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.store.Notes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What outputs leave to the next run, in the store: read while one thread wires everything, written on the store's lane. */
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
        for (var output : outputs) {
            var name = KIND + "%s %s".formatted(output.type().name(), output.id());
            found.name(output.id(), name);
            if (output.initial() instanceof Initial.Last() && interrupted.contains(output.id())) forget(name);
            if (!notes.mayBeOutdated()) found.read(output.id());
        }
        // One that was taken out of the configuration begins anew when it is there again, perhaps years later.
        notes.names(KIND).stream().filter(name -> !found.isName(name)).forEach(notes::forgetLater);
    }

    // Perhaps it was switched off by what was interrupted. Written before that is answered: nobody will ask again.
    private void forget(String name) {
        if (notes.text(name).isPresent()) notes.write(name, "");
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
        storeLane.post(() -> notes.writeSurely(found.name(output), text));
    }

    @Override
    public void keepNow(String output, String text) {
        storeLane.post(() -> notes.write(found.name(output), text));
    }
}
