package dev.sandpiper.agent;

import dev.sandpiper.agent.link.LinkUser;
import dev.sandpiper.agent.network.SimulatedBroker;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * In place of the outbox: numbers that are kept until they are acknowledged, of which the broker may dislike one; and
 * commands, which must arrive.
 */
final class Feed implements LinkUser {
    private static final int WINDOW = 90;
    private static final String COMMANDS = "sandpiper/device/command/dial";

    private final Timeline timeline;
    private final SimulatedBroker broker;
    private final RandomGenerator random;
    private final Consumer<Outgoing> link;
    private final Duration interval;
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final Map<Long, Long> inFlight = new TreeMap<>();
    private final long poison;
    /** Numbers that go another way, as the outbox sends what is refused on its own topic. */
    private final Set<Long> history = new HashSet<>();

    private long connection;
    private long lastNumber;
    private boolean found;

    final List<String> wrong = new ArrayList<>();
    final Set<String> commanded = new HashSet<>();
    final Set<String> heard = new HashSet<>();
    int onlines;
    int offlines;

    Feed(Timeline timeline, SimulatedBroker broker, RandomGenerator random, Consumer<Outgoing> link) {
        this.timeline = timeline;
        this.broker = broker;
        this.random = random;
        this.link = link;
        this.poison = random.nextInt(6) == 0 ? random.nextInt(1, 30) : 0;
        broker.dislikes(payload -> payload.startsWith("{\"number\":%d,".formatted(poison)));
        this.interval = Duration.ofSeconds(List.of(1, 5, 60, 600).get(random.nextInt(4)));
    }

    void begin(Duration length) {
        for (var at = Duration.ZERO; at.compareTo(length) < 0; at = at.plus(interval)) timeline.after(at, this::number);
        for (var i = 1; i <= 10; i++) {
            var command = "{\"id\":\"c%d\",\"value\":%d,\"filler\":\"%s\"}".formatted(i, i, "x".repeat(filler()));
            timeline.after(Duration.ofMillis(random.nextLong(length.toMillis())), () -> {
                if (broker.command(COMMANDS, command)) commanded.add(command);
            });
        }
    }

    // A large command takes a minute on the slowest link, and all answers wait behind it.
    private int filler() {
        return random.nextInt(5) == 0 ? random.nextInt(60_000) : 0;
    }

    private void number() {
        waiting.add(++lastNumber);
        send();
    }

    private void send() {
        while (connection != 0 && inFlight.size() < WINDOW && !waiting.isEmpty()) {
            var number = waiting.remove();
            inFlight.put(number, number);
            var payload = "{\"number\":%d,\"filler\":\"%s\"}".formatted(number, "x".repeat(random.nextInt(60)));
            link.accept(new Outgoing(
                    connection,
                    number,
                    history.contains(number) ? Outgoing.Lane.HISTORY : Outgoing.Lane.TELEMETRY,
                    "counter",
                    payload.getBytes(StandardCharsets.UTF_8),
                    1));
        }
    }

    @Override
    public void online(long connection) {
        if (this.connection != 0) wrong.add("online twice");
        onlines++;
        this.connection = connection;
        send();
    }

    @Override
    public void offline() {
        if (connection == 0) wrong.add("offline twice");
        offlines++;
        connection = 0;
        var all = new ArrayList<>(inFlight.keySet());
        all.addAll(waiting);
        waiting.clear();
        waiting.addAll(all);
        inFlight.clear();
    }

    @Override
    public void carries(int bytes) {}

    @Override
    public void acknowledged(long connection, long handle) {
        if (connection != this.connection || inFlight.remove(handle) == null)
            wrong.add("acknowledged %d of connection %d, now %d".formatted(handle, connection, this.connection));
        send();
    }

    @Override
    public void refused(long connection, long handle, Refusal how) {
        if (inFlight.remove(handle) == null) wrong.add("refused %d, which is not under way".formatted(handle));
        if (handle == poison) {
            found = true;
            return;
        }
        // Once it has found one, the link may take the next close for proof that the whole topic is refused.
        if (!found || !history.add(handle)) wrong.add("refused %d: %s, which the broker takes".formatted(handle, how));
        waiting.addFirst(handle);
    }

    @Override
    public void allowed() {}

    @Override
    public void taken(String topic) {}

    @Override
    public void heard(byte[] payload) {}

    @Override
    public void arrived(Received message) {
        heard.add(new String(message.payload(), StandardCharsets.UTF_8));
        var takes = random.nextInt(4) == 0 ? 60_000 : 200;
        timeline.after(Duration.ofMillis(random.nextInt(takes)), message.acknowledge());
    }

    /** How many numbers the broker must have. */
    long numbers() {
        return found ? lastNumber - 1 : lastNumber;
    }

    /** Nothing is left to do. */
    boolean isSettled() {
        return waiting.isEmpty() && inFlight.isEmpty() && !isPoisoned();
    }

    /** There is a number on which the broker closes the connection, and it was not found. */
    boolean isPoisoned() {
        return poison > 0 && poison <= lastNumber && !found;
    }
}
