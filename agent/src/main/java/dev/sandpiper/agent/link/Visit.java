package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Acked;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.LinkEvent.Closed;
import dev.sandpiper.agent.link.LinkEvent.Connected;
import dev.sandpiper.agent.link.LinkEvent.Reached;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection for a person's command, which does one thing after the other and waits for each answer. Belongs to the
 * thread that waits.
 */
public final class Visit implements AutoCloseable {
    /** Visits are short and send no pings. */
    static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BrokerAddress address;
    private final BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
    private final Consumer<Arrived> listener;
    private final Transport transport;
    private final Vigil vigil = new Vigil(System::nanoTime);
    private Optional<Limit> limit = Optional.empty();
    private long published;

    /** When whoever waits gives up, whatever is awaited then. */
    private record Limit(long at, String sentence) {}

    /** @param listener hears what comes in, on the thread that waits; it is acknowledged already */
    public Visit(BrokerAddress address, Login login, Transport.Opener opener, Consumer<Arrived> listener) {
        this.address = address;
        this.listener = listener;
        this.transport = opener.open(address, login, events::add);
    }

    /** The connection could not be made, or is lost. */
    public static final class Over extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Failure failure;

        Over(Failure failure) {
            super(failure.sentence());
            this.failure = failure;
        }

        public Failure failure() {
            return failure;
        }
    }

    /**
     * From now on nothing is awaited longer than that, all in all.
     *
     * @param sentence what is said then
     */
    public Visit within(Duration span, String sentence) {
        limit = Optional.of(new Limit(System.nanoTime() + span.toNanos(), sentence));
        return this;
    }

    /** Waits for the login to be taken; {@code reached} is told of each stage as it begins. */
    public Connected connect(Consumer<Stage> reached) throws Over, InterruptedException {
        transport.connect();
        var answer = Deadline.LOOK_UP;
        while (true) {
            var event = next(answer.patience());
            if (event == null) throw givenUp(answer.missed(address));
            if (event instanceof Connected connected) return connected;
            if (event instanceof Reached(var stage)) {
                answer = Deadline.of(stage);
                reached.accept(stage);
            }
        }
    }

    /** What the broker grants, in the order of the filters: the QoS, or 128 for refused. */
    public List<Integer> subscribe(List<String> filters) throws Over, InterruptedException {
        transport.subscribe(filters);
        return answer(Subscribed.class, "the subscription to " + filters.getFirst())
                .granted();
    }

    /** Waits for the acknowledgement. */
    public void publish(String topic, byte[] payload, Retain retain) throws Over, InterruptedException {
        transport.publish(++published, topic, payload, retain);
        answer(Acked.class, "a message to " + topic);
    }

    private <T extends LinkEvent> T answer(Class<T> kind, String question) throws Over, InterruptedException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var event = next(Duration.ofNanos(until - System.nanoTime()));
            if (event == null)
                throw givenUp(new Failure(
                        Cause.TIMEOUT,
                        "the broker did not acknowledge %s within %d s".formatted(question, PATIENCE.toSeconds())));
            if (kind.isInstance(event)) return kind.cast(event);
        }
    }

    /** Hears what comes in until that is enough, or for so long. */
    public void listen(Duration patience, BooleanSupplier enough) throws Over, InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        while (!enough.getAsBoolean() && next(Duration.ofNanos(until - System.nanoTime())) != null) {}
    }

    /** For whoever listens for long, now and then: asks the broker whether it is still there, and does not wait for it. */
    public void tend() throws Over {
        switch (vigil.turn()) {
            case ASK -> transport.ping();
            case GIVE_UP -> throw givenUp(new Failure(Cause.TIMEOUT, "the broker does not answer any more"));
            case LISTEN -> {}
        }
    }

    /** The next event; null when there is none in time. What comes in is heard here. */
    private @Nullable LinkEvent next(Duration patience) throws Over, InterruptedException {
        var event = events.poll(Math.min(patience.toNanos(), left()), TimeUnit.NANOSECONDS);
        if (event != null) vigil.heard();
        if (event instanceof Closed(var failure)) throw new Over(failure);
        if (event instanceof Arrived message) {
            transport.acknowledge(message.packetId());
            listener.accept(message);
        }
        return event;
    }

    private long left() {
        return limit.map(end -> end.at() - System.nanoTime()).orElse(Long.MAX_VALUE);
    }

    private Over givenUp(Failure failure) {
        transport.abort();
        return new Over(limit.filter(_ -> left() <= 0)
                .map(end -> new Failure(Cause.TIMEOUT, end.sentence()))
                .orElse(failure));
    }

    /** When the certificates end that the broker has shown. */
    public List<Expiry> expiries() {
        return transport.expiries();
    }

    /** Ends it properly. */
    public void leave() {
        transport.disconnect();
    }

    /** Ends it as a broken network does: the broker publishes the will. */
    @Override
    public void close() {
        transport.abort();
    }
}
