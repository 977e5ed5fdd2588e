package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.link.Visit;
import dev.sandpiper.agent.loop.Backoff;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Hears what devices say, on one connection after the other, and shows it; says nothing itself. */
public final class Watching {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int REFUSED = 128;

    private final Entrance entrance;
    private final List<String> devices;
    private final View view;
    private final Hearing hearing;
    private final Backoff pauses;
    private boolean wasConnected;
    private boolean heardAnything;

    /** It will not heal by itself; the message is a sentence for a person. */
    public static final class Hopeless extends Exception {
        private static final long serialVersionUID = 1;

        Hopeless(String sentence) {
            super(sentence);
        }
    }

    /**
     * As a line for each message.
     *
     * @param devices their ids; all where there are none
     * @param telling hears of the connection, which is no result
     */
    public static Watching inLines(Entrance entrance, List<String> devices, PrintStream out, Consumer<String> telling) {
        return new Watching(entrance, devices, new Lines(out, telling, InstantSource.system()), pauses());
    }

    /**
     * As a table on a terminal.
     *
     * @param devices their ids; all where there are none
     * @param paper its size, which may change
     */
    public static Watching onScreen(
            Entrance entrance, List<String> devices, PrintStream out, Supplier<Paper> paper, Ink ink) {
        return new Watching(entrance, devices, new Screen(out, paper, ink, InstantSource.system()), pauses());
    }

    private static Backoff pauses() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15), ThreadLocalRandom.current());
    }

    Watching(Entrance entrance, List<String> devices, View view, Backoff pauses) {
        this.entrance = entrance;
        this.devices = devices;
        this.view = view;
        this.pauses = pauses;
        this.hearing = new Hearing(entrance.prefix());
    }

    /** Until this thread is interrupted, or nobody sees it any more. */
    public void watch() throws Hopeless {
        try (view) {
            while (!view.closed()) for (var address : entrance.addresses()) visit(address);
        } catch (InterruptedException enough) {
            // That is how watching ends.
        }
    }

    private void visit(BrokerAddress address) throws Hopeless, InterruptedException {
        try (var visit = entrance.at(address, this::arrived)) {
            view.connecting(address.url());
            visit.connect(_ -> view.tick());
            subscribe(visit);
            wasConnected = true;
            pauses.reset();
            view.connected(address.url());
            listen(visit);
        } catch (Visit.Over over) {
            if (!wasConnected && hopeless(over.failure().cause())) throw new Hopeless(entrance.why(over));
            view.lost("%s: %s".formatted(address.url(), entrance.why(over)));
            pause();
        } catch (Unusable unusable) {
            throw new Hopeless(entrance.why(unusable));
        }
    }

    private void subscribe(Visit visit) throws Visit.Over, Hopeless, InterruptedException {
        var refused = new ArrayList<String>();
        for (var device : devices.isEmpty() ? List.of("+") : devices) {
            var filters = Topics.of(entrance.prefix(), device).own();
            var granted = visit.subscribe(filters);
            for (var i = 0; i < granted.size(); i++) if (granted.get(i) == REFUSED) refused.add(filters.get(i));
        }
        if (!refused.isEmpty())
            throw new Hopeless("the broker does not let %s read %s; allow it"
                    .formatted(entrance.who(), String.join(", ", refused)));
    }

    private void listen(Visit visit) throws Visit.Over, InterruptedException {
        var quietUntil = System.nanoTime() + QUIET.toNanos();
        while (!view.closed()) {
            visit.listen(TICK, () -> false);
            visit.tend();
            if (!heardAnything && System.nanoTime() - quietUntil > 0) nothingHeard();
            view.tick();
        }
        visit.leave();
    }

    // Many brokers grant what their access list forbids, and send nothing then.
    private void nothingHeard() {
        heardAnything = true;
        view.silent("connected, and nothing heard: is the prefix %s right, and may %s read %s/#?"
                .formatted(entrance.prefix(), entrance.who(), entrance.prefix()));
    }

    private void arrived(Arrived message) {
        heardAnything = true;
        var old = message.retained() || message.topic().contains("/history/");
        for (var heard : hearing.of(message.topic(), message.payload()))
            view.heard(heard, old ? Roster.Age.KEPT : Roster.Age.LIVE);
        view.tick();
    }

    private void pause() throws InterruptedException {
        var pause = pauses.next();
        var until = System.nanoTime() + pause.toNanos();
        while (System.nanoTime() - until < 0 && !view.closed()) {
            TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
            view.tick();
        }
    }

    private static boolean hopeless(Cause cause) {
        return switch (cause) {
            case NONE, NAME, UNREACHABLE, REFUSED, TIMEOUT, UNAVAILABLE, CLOSED, LOST -> false;
            case TLS_UNTRUSTED, TLS_HOST_NAME, TLS_EXPIRED, TLS_NOT_YET_VALID, TLS_CLIENT_CERTIFICATE, TLS_OTHER ->
                true;
            case CREDENTIALS, NOT_AUTHORISED, CLIENT_ID, PROTOCOL, PACKET_TOO_LARGE, CONFIGURATION -> true;
        };
    }
}
