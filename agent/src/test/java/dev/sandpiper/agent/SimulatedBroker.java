package dev.sandpiper.agent;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Expiry;
import dev.sandpiper.agent.link.Failure;
import dev.sandpiper.agent.link.LinkEvent;
import dev.sandpiper.agent.link.Login;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Traffic;
import dev.sandpiper.agent.link.Transport;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A broker for one client with a persistent session, and the network before it: every packet takes its time, keeps its
 * order, and is lost when the connection is. Written from the MQTT 3.1.1 specification, sections 4.1 to 4.6.
 */
final class SimulatedBroker implements Transport.Opener {
    private static final int RECEIVE_WINDOW = 20;

    private final SimulatedTime time;
    private final RandomGenerator random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long lastEvent;
    private long connections;

    private boolean up = true;
    private @Nullable Connection connected;
    private boolean session;
    private int lastPacketId;
    private final Map<Integer, Queued> unacknowledged = new LinkedHashMap<>();
    private final List<Queued> waiting = new ArrayList<>();
    final List<Received> received = new ArrayList<>();
    int mostSingles;
    int mostHistories;

    /** What the agent published, in the order it came. */
    record Received(long connection, Instant at, String topic, String payload, boolean retained) {}

    private record Queued(String topic, byte[] payload) {}

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    SimulatedBroker(SimulatedTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** When the next packet or event is due; empty when there is none. */
    Optional<Long> nextDue() {
        return Optional.ofNullable(events.peek()).map(Event::at);
    }

    boolean runDue() {
        if (events.isEmpty() || events.peek().at > time.now()) return false;
        events.poll().action.run();
        return true;
    }

    void after(Duration delay, Runnable action) {
        at(time.now() + delay.toNanos(), action);
    }

    private void at(long when, Runnable action) {
        events.add(new Event(when, ++lastEvent, action));
    }

    /** The broker or the way to it is gone. */
    void goDown() {
        up = false;
        drop();
    }

    void comeUp() {
        up = true;
    }

    /** The connection breaks; what is under way in either direction is lost. */
    void drop() {
        if (connected != null) connected.end(Failure.Cause.LOST);
    }

    /** Somebody publishes a command with QoS 1; false when there is no session that would keep it. */
    boolean publish(String topic, String payload) {
        if (!session) return false;
        waiting.add(new Queued(topic, payload.getBytes(StandardCharsets.UTF_8)));
        deliver();
        return true;
    }

    private void deliver() {
        if (connected == null || !connected.established) return;
        while (!waiting.isEmpty() && unacknowledged.size() < RECEIVE_WINDOW) {
            var message = waiting.removeFirst();
            lastPacketId = lastPacketId % 65535 + 1;
            unacknowledged.put(lastPacketId, message);
            connected.down(lastPacketId, message, false);
        }
    }

    @Override
    public Transport open(BrokerAddress address, Login login, Consumer<LinkEvent> listener) {
        return new Connection(login, listener);
    }

    private final class Connection implements Transport {
        private final long number = ++connections;
        private final Login login;
        private final Consumer<LinkEvent> listener;
        private final List<Long> singles = new ArrayList<>();
        private final List<Long> histories = new ArrayList<>();
        private final long latency = random.nextLong(100_000, 300_000_000);
        private long lastUp;
        private long bytesUp;
        private long bytesDown;
        private long lastDown;
        private boolean established;
        private boolean over;

        Connection(Login login, Consumer<LinkEvent> listener) {
            this.login = login;
            this.listener = listener;
        }

        // In order in each direction, as TCP has it.
        private void toBroker(Runnable action) {
            lastUp = Math.max(lastUp, time.now() + random.nextLong(latency));
            at(lastUp, () -> {
                bytesUp++;
                if (!over) action.run();
            });
        }

        private void toAgent(LinkEvent event) {
            lastDown = Math.max(lastDown, time.now() + random.nextLong(latency));
            at(lastDown, () -> {
                bytesDown++;
                if (!over) listener.accept(event);
            });
        }

        @Override
        public void connect() {
            if (up) toBroker(this::establish);
            else after(Duration.ofMillis(1), () -> end(Failure.Cause.REFUSED));
        }

        private void establish() {
            if (connected != null) connected.end(Failure.Cause.LOST);
            connected = this;
            established = true;
            toAgent(new LinkEvent.Connected(session, "simulated"));
            unacknowledged.forEach((id, message) -> down(id, message, true));
            deliver();
        }

        void down(int packetId, Queued message, boolean again) {
            toAgent(new LinkEvent.Arrived(packetId, message.topic, message.payload, false, again));
        }

        @Override
        public void subscribe(List<String> filters) {
            toBroker(() -> {
                session = true;
                toAgent(new LinkEvent.Subscribed(
                        filters.stream().map(filter -> 1).toList()));
            });
        }

        @Override
        public void publish(long handle, String topic, byte[] payload, Retain retain) {
            var flight = topic.contains("/history/") ? histories : singles;
            flight.add(handle);
            mostSingles = Math.max(mostSingles, singles.size());
            mostHistories = Math.max(mostHistories, histories.size());
            toBroker(() -> {
                received.add(new Received(
                        number,
                        time.truth(),
                        topic,
                        new String(payload, StandardCharsets.UTF_8),
                        retain == Retain.YES));
                if (topic.contains("/command/")) waiting.add(new Queued(topic, payload));
                deliver();
                lastDown = Math.max(lastDown, time.now() + random.nextLong(latency));
                at(lastDown, () -> {
                    bytesDown++;
                    if (over) return;
                    flight.remove(handle);
                    listener.accept(new LinkEvent.Acked(handle));
                });
            });
        }

        @Override
        public void acknowledge(int packetId) {
            toBroker(() -> {
                unacknowledged.remove(packetId);
                deliver();
            });
        }

        @Override
        public void disconnect() {
            end(Failure.Cause.NONE);
        }

        @Override
        public void abort() {
            end(Failure.Cause.NONE);
        }

        void end(Failure.Cause cause) {
            if (over) return;
            over = true;
            if (connected == this) connected = null;
            if (established && cause != Failure.Cause.NONE) will();
            listener.accept(new LinkEvent.Closed(new Failure(cause, "the simulated link ended: " + cause)));
        }

        private void will() {
            var text = new String(login.will().payload(), StandardCharsets.UTF_8);
            received.add(new Received(number, time.truth(), login.will().topic(), text, true));
        }

        @Override
        public void unsubscribe(List<String> filters) {}

        @Override
        public void ping() {
            toBroker(() -> toAgent(new LinkEvent.Pong()));
        }

        @Override
        public Traffic traffic() {
            return new Traffic(bytesDown, bytesUp);
        }

        @Override
        public List<Expiry> expiries() {
            return List.of();
        }
    }
}
