package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.Wire.Published;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Outgoing.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A broker that closes the connection on what it does not like, and before it a link with something in its outbox. */
final class PickyBroker {
    private static final Duration TICK = Duration.ofMillis(50);

    final LinkBench bench = new LinkBench();
    /** What it closes the connection on. */
    Predicate<Published> dislikes = message -> false;
    /** Whether it acknowledges even what it closes the connection on, but nothing behind that. */
    boolean acknowledgesFirst;
    /** How long it takes to close, and to acknowledge. */
    Duration closesAfter = Duration.ZERO;

    Duration acknowledgesAfter = TICK;
    /** When the network breaks, as it does from time to time. */
    Predicate<Long> breaksAt = now -> false;

    int connects;
    int closes;
    final List<Long> acknowledged = new ArrayList<>();
    final List<Long> setAside = new ArrayList<>();
    final List<Long> split = new ArrayList<>();
    final Map<Long, Outgoing> outbox = new LinkedHashMap<>();
    /** Topics of what it took, in order. */
    final List<String> took = new ArrayList<>();

    private final Deque<Due> answers = new ArrayDeque<>();
    private int heard;
    private int told;
    private boolean connected;
    private long closesAt = Long.MAX_VALUE;
    private long lastHandle;

    private record Due(long at, Published message) {}

    /** A record comes into the outbox. */
    long has(Lane lane, String id, int records) {
        var message =
                new Outgoing(0, ++lastHandle, lane, id, ("{\"seq\":" + lastHandle + "}").getBytes(UTF_8), records);
        outbox.put(lastHandle, message);
        if (connected) send(message);
        return lastHandle;
    }

    private void send(Outgoing message) {
        bench.link.send(new Outgoing(
                bench.connection(),
                message.handle(),
                message.lane(),
                message.id(),
                message.payload(),
                message.records()));
        listen();
    }

    /** Lets time pass. */
    PickyBroker live(Duration span) {
        var end = bench.time.in(span);
        while (bench.time.now() < end) {
            bench.pass(TICK);
            if (!connected) connect();
            else {
                receive();
                acknowledge();
                if (bench.time.now() >= closesAt) ends(Cause.CLOSED);
                else if (breaksAt.test(bench.time.now())) ends(Cause.LOST);
            }
            listen();
        }
        return this;
    }

    private void connect() {
        if (bench.wire.tries.size() == connects) return;
        connects = bench.wire.tries.size();
        connected = true;
        heard = 0;
        answers.clear();
        closesAt = Long.MAX_VALUE;
        bench.up();
        List.copyOf(outbox.values()).forEach(this::send);
    }

    private void receive() {
        var published = bench.wire.last().published;
        for (; heard < published.size(); heard++) {
            var message = published.get(heard);
            var bad = dislikes.test(message);
            if (bad) closesAt = Math.min(closesAt, bench.time.in(closesAfter));
            if (!bad || acknowledgesFirst) answers.add(new Due(bench.time.in(acknowledgesAfter), message));
        }
    }

    private void acknowledge() {
        while (!answers.isEmpty() && answers.peek().at <= bench.time.now()) {
            var message = answers.poll().message;
            took.add(message.topic());
            bench.reports(new LinkEvent.Acked(message.handle()));
            if (acknowledgesFirst && dislikes.test(message)) answers.clear();
        }
    }

    private void ends(Cause how) {
        closes++;
        connected = false;
        bench.fails(how);
    }

    private void listen() {
        for (; told < bench.told.size(); told++) {
            var words = bench.told.get(told).split(" ");
            switch (String.join(" ", words).replaceFirst(" \\d+", "")) {
                case "acknowledged" -> acknowledged.add(gone(words[1]));
                case "refused SET_ASIDE" -> setAside.add(gone(words[1]));
                case "refused SPLIT" -> split.add(Long.valueOf(words[1]));
                default -> {}
            }
        }
    }

    private long gone(String handle) {
        outbox.remove(Long.valueOf(handle));
        return Long.parseLong(handle);
    }

    List<String> problems() {
        return bench.link.report().problems();
    }
}
