package dev.sandpiper.agent.health;

import dev.sandpiper.agent.command.OutputReport;
import dev.sandpiper.agent.link.CredentialsReport;
import dev.sandpiper.agent.link.LinkReport;
import dev.sandpiper.agent.measure.SensorReport;
import dev.sandpiper.agent.store.OutboxReport;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the health message gets its figures; each may be asked by any thread.
 *
 * @param agent what is wrong with the agent itself, a sentence each
 */
public record Reports(
        Map<String, Supplier<SensorReport>> sensors,
        Map<String, Supplier<OutputReport>> outputs,
        Supplier<OutboxReport> outbox,
        Supplier<LinkReport> link,
        Supplier<CredentialsReport> credentials,
        Supplier<List<String>> agent) {

    /** Of an agent that is well. */
    public Reports(
            Map<String, Supplier<SensorReport>> sensors,
            Map<String, Supplier<OutputReport>> outputs,
            Supplier<OutboxReport> outbox,
            Supplier<LinkReport> link,
            Supplier<CredentialsReport> credentials) {
        this(sensors, outputs, outbox, link, credentials, List::of);
    }
}
