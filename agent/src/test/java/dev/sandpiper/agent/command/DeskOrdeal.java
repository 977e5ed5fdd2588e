package dev.sandpiper.agent.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.JsonObject;
import dev.sandpiper.agent.testing.Script;
import dev.sandpiper.sensors.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A desk between a broker that delivers anything, an output that answers when it likes, a clock that jumps and a process
 * that dies. Whatever the script says, each message is acknowledged and answered, nothing acts twice, and nothing acts
 * that is retained, expired or late.
 */
final class DeskOrdeal extends DeskBench {
    private static final int MOST_EVENTS = 48;
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Set<String> RESULTS = Set.of("done", "rejected", "expired", "failed");

    private final List<Delivery> deliveries = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    private Delivery arriving = new Delivery("", new byte[0], false, Optional.empty());
    private boolean interrupted;

    DeskOrdeal(Path folder) {
        this.folder = folder;
        aDesk();
    }

    void live(byte[] bytes) {
        try {
            var script = new Script(bytes);
            for (var event = 0; event < MOST_EVENTS && !script.isOver(); event++) happens(script);
            everyoneHasTheirTurn();
            allIsAnswered();
        } finally {
            bench.crash();
        }
    }

    private void happens(Script script) {
        switch (script.next() % 16) {
            case 0, 1, 2, 3, 4 -> send(DeliveryScript.next(script));
            case 5 -> sendAgain(script.next());
            case 6 -> answer(script.next());
            case 7 -> pass(Duration.ofMillis(100L * script.next()));
            case 8 -> bench.settle();
            case 9 -> bench.acknowledgeAll();
            case 10 -> dies();
            case 11 -> isOffline();
            case 12 -> isOnline();
            case 13 -> bench.time.set(Duration.ofHours((script.next() - 128) * 10_000L));
            case 14 -> bench.time.synchronise();
            case 15 -> limited(script.next());
            default -> throw new AssertionError("there are sixteen");
        }
    }

    private void send(Delivery delivery) {
        deliveries.add(delivery);
        arrives(delivery);
    }

    // The same packet again, as a broker or an attacker does it.
    private void sendAgain(int which) {
        if (deliveries.isEmpty()) return;
        var first = deliveries.get(which % deliveries.size());
        send(new Delivery(first.name, first.payload, first.retained, first.waited));
    }

    private void arrives(Delivery delivery) {
        arriving = delivery;
        desk.arrived(delivery.arrival());
    }

    private void answer(int how) {
        if (carried.isEmpty()) return;
        var told = carried.remove(how / 2 % carried.size()).told();
        told.accept(how % 2 == 0 ? new Outcome.Done(Relay.ON) : Outcome.failed("it is stuck"));
    }

    private void pass(Duration span) {
        bench.pass(span);
        turns();
    }

    private void dies() {
        interrupted = true;
        restart();
        for (var held : List.copyOf(deliveries)) {
            if (held.acknowledged) continue;
            held.waited = Optional.of(Duration.ofSeconds(1));
            arrives(held);
        }
    }

    private void isOffline() {
        interrupted = true;
        bench.offline();
    }

    private void isOnline() {
        interrupted = true;
        bench.online();
    }

    private void limited(int how) {
        tooMany = how % 2 == 0 ? Optional.empty() : Optional.of(Outcome.rejected("pump: too many"));
    }

    @Override
    public void carryOut(String actuator, Order order, Consumer<Outcome> told) {
        var command = arriving.command().orElseThrow();
        assertFalse(arriving.retained, "a retained command");
        order.commandId().ifPresent(id -> assertTrue(begun.add(id), () -> id + " a second time"));
        if (!order.goesTo(Relay.OFF)) mayAct(command);
        assertTrue(order.action() instanceof Action.Set || order.commandId().isPresent(), "a toggle without an id");
        carried.add(new Carried(order, told));
    }

    private void mayAct(Command command) {
        if (command.expires().isEmpty())
            assertTrue(arriving.waited.stream().allMatch(away -> away.compareTo(LATE) < 0), "a late command");
        else
            assertTrue(
                    bench.time.synchronised() && command.expires().get().isAfter(bench.time.wall()),
                    "an expired command");
    }

    private void everyoneHasTheirTurn() {
        if (interrupted) bench.online();
        pass(Duration.ofSeconds(4));
        assertEquals(Duration.ofDays(1), desk.run(), "a command is under way for ever");
        bench.acknowledgeAll();
    }

    private void allIsAnswered() {
        assertTrue(deliveries.stream().allMatch(delivery -> delivery.acknowledged), "not acknowledged");
        var owed = owed();
        // What a crash or a lost connection leaves open is sent again.
        if (interrupted) assertTrue(replies().size() >= owed, () -> owed + " owed: " + answers());
        else assertEquals(owed, replies().size(), () -> answers().toString());
        replies().forEach(reply -> isAnAnswer(reply.id(), new String(reply.payload(), UTF_8)));
    }

    private long owed() {
        var live = deliveries.stream().filter(one -> !one.isEmpty() && !one.retained);
        var retained = deliveries.stream().filter(one -> !one.isEmpty() && one.retained);
        return live.count()
                + retained.map(one -> one.name + Digest.of(one.payload))
                        .distinct()
                        .count();
    }

    private void isAnAnswer(String name, String text) {
        assertTrue(name.matches("[a-z][a-z0-9_-]{0,63}"), name);
        assertTrue(text.length() < 1000, text);
        var answer = parsed(text);
        assertTrue(RESULTS.contains(answer.text("result").orElse("")), text);
        assertEquals(24, answer.text("ts").orElse("").length(), text);
        assertTrue(answer.text("result").equals(Optional.of("done")) || answer.has("reason"), text);
        answer.text("id").ifPresent(id -> assertTrue(wasSent(id), text));
    }

    private boolean wasSent(String id) {
        return deliveries.stream().anyMatch(one -> one.id().equals(Optional.of(id)));
    }

    private static JsonObject parsed(String text) {
        try {
            return JsonObject.parse(text);
        } catch (JsonObject.Malformed malformed) {
            throw new AssertionError(text, malformed);
        }
    }
}
