package dev.sandpiper.agent.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A command desk on a real store, with the outputs in the test's hand. */
abstract class DeskBench implements Actuators {
    static final Duration LONG = Duration.ofDays(1);
    static final String ON = "{\"id\":\"a\",\"value\":true}";

    @TempDir(factory = MemoryDisk.class)
    Path folder;

    StoreBench bench;
    CommandDesk desk;
    ActuatorConfig pump = new Relay().plain();
    final List<Carried> carried = new ArrayList<>();
    final List<String> acknowledged = new ArrayList<>();
    Optional<Outcome.Refused> tooMany = Optional.empty();
    boolean stuck;
    Set<String> allowed = Set.of("ping", "read", "health");
    RecordedTasks tasks = new RecordedTasks();

    /** An order on its way to the output, and whom to tell the outcome. */
    record Carried(Order order, Consumer<Outcome> told) {}

    @BeforeEach
    void aDesk() {
        bench = new StoreBench(folder).start();
        bench.online();
        openDesk();
    }

    void openDesk() {
        deskThatRecoveredNothing();
        desk.recover();
    }

    void deskThatRecoveredNothing() {
        var agent = new AgentDesk(allowed, tasks);
        desk = new CommandDesk(Map.of("pump", pump), this, agent, bench.journal(), bench.outbox(), bench.time);
    }

    @Override
    public Optional<Outcome.Refused> overRate(String actuator, Order order) {
        return tooMany;
    }

    @Override
    public void carryOut(String actuator, Order order, Consumer<Outcome> told) {
        assertEquals("pump", actuator);
        carried.add(new Carried(order, told));
        if (!stuck && order.action() instanceof Action.Set(Value value)) told.accept(new Outcome.Done(value));
    }

    /** The desk's, until it has nothing to do at this moment. */
    void turns() {
        while (desk.run().isZero()) bench.settle();
        bench.settle();
    }

    void restart() {
        bench.crash();
        bench.start().online();
        carried.clear();
        openDesk();
        bench.settle();
    }

    /** A live command for the pump. */
    Arrival arrival(String payload) {
        return new Arrival(
                "pump", payload.getBytes(UTF_8), false, Optional.empty(), () -> acknowledged.add(payload.strip()));
    }

    void arrives(String name, String payload, boolean retained, Optional<Duration> waited) {
        desk.arrived(new Arrival(name, payload.getBytes(UTF_8), retained, waited, () -> acknowledged.add(payload)));
        bench.settle();
    }

    void arrives(String name, String payload) {
        arrives(name, payload, false, Optional.empty());
    }

    void arrivesLate(String payload, Duration away) {
        arrives("pump", payload, false, Optional.of(away));
    }

    List<Outgoing> replies() {
        return bench.sent.stream()
                .filter(message -> message.lane() == Outgoing.Lane.REPLY)
                .toList();
    }

    /** The replies' topics and texts, without the time. */
    List<String> answers() {
        return replies().stream()
                .map(reply -> reply.id() + " " + new String(reply.payload(), UTF_8))
                .map(text -> text.replaceAll(",\"ts\":\"[^\"]{24}\"", "").replace("\"", ""))
                .toList();
    }

    String answer() {
        return answers().getLast();
    }
}
