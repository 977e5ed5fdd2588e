package dev.sandpiper.agent;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.link.Failure;
import dev.sandpiper.agent.link.LinkEvent;
import dev.sandpiper.agent.link.LinuxNetwork;
import dev.sandpiper.agent.link.Login;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.link.Transport;
import dev.sandpiper.agent.loop.Loop;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The whole agent, every lane on its thread, fed with records faster than any sensor reads and cut off from its broker at
 * will. Obeys lines of standard input: {@code live N}, {@code pace A_SECOND SECONDS}, {@code fill N}, {@code drain},
 * {@code drained}; answers with seconds.
 */
@NullMarked
final class AgentBench {
    private static final String BODY = "\"temperature\":21.46,\"humidity\":48.1,\"pressure\":1013.2";
    private static final Duration STALE = Duration.ofMinutes(1);
    /** What may wait for its acknowledgement: more than the window, far less than a mailbox takes. */
    private static final int AHEAD = 1000;

    private static final long SECOND = 1_000_000_000;

    /** As the network's failure: a broker that closed it would have the link look for the message to blame. */
    private static final LinkEvent CUT_OFF =
            new LinkEvent.Closed(new Failure(Failure.Cause.UNREACHABLE, "cut off by the benchmark"));

    private final Agent agent;
    private final Time time;
    private volatile boolean cutOff;
    private volatile @Nullable Transport transport;
    private volatile CountDownLatch online = new CountDownLatch(1);
    private volatile long onlineSince;
    private volatile long lastAcknowledged;

    private AgentBench(Path file) throws Exception {
        var config = AgentConfig.read(file, Environment.ofThisMachine());
        time = Boards.clock(config);
        agent = new Agent(config, new World(Boards.open(config), time, this::open, new LinuxNetwork(), new Random(), "bench", Set.of(), "bench"));
        for (var lane : agent.lanes()) {
            var loop = new Loop(lane.name(), lane);
            lane.mailbox().wakes(loop::wake);
            loop.start();
        }
        online.await();
    }

    private Transport open(BrokerAddress address, Login login, Consumer<LinkEvent> listener) {
        var made = new PahoTransport(address, login, event -> {
            listener.accept(cutOff && event instanceof LinkEvent.Closed ? CUT_OFF : event);
            note(event);
        });
        if (cutOff) made.abort();
        transport = made;
        return made;
    }

    private void note(LinkEvent event) {
        if (event instanceof LinkEvent.Acked) lastAcknowledged = System.nanoTime();
        if (event instanceof LinkEvent.Subscribed) {
            onlineSince = System.nanoTime();
            online.countDown();
        }
    }

    /** Seconds until {@code many} fresh records are acknowledged. */
    private double live(int many) throws InterruptedException {
        var ahead = new Semaphore(AHEAD);
        var begun = System.nanoTime();
        for (var each = 0; each < many; each++) {
            ahead.acquire();
            agent.keep(new Draft(Kind.READING, "air", BODY, Moment.now(time), ahead::release));
        }
        ahead.acquire(AHEAD);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Keeps so many fresh records a second, for so many seconds. */
    private double pace(int aSecond, int seconds) throws InterruptedException {
        var begun = System.nanoTime();
        for (var each = 0; each < aSecond * seconds; each++) {
            agent.keep(new Draft(Kind.READING, "air", BODY, Moment.now(time)));
            Thread.sleep(Duration.ofNanos(begun + (each + 1) * (SECOND / aSecond) - System.nanoTime()));
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Loses the link and puts {@code many} records on the disk. */
    private double fill(int many) throws InterruptedException {
        cutOff = true;
        if (transport != null) transport.abort();
        var begun = System.nanoTime();
        var now = Moment.now(time);
        var then = new Moment(now.nanos() - STALE.toNanos(), now.wall().minus(STALE));
        var ahead = new Semaphore(AHEAD);
        for (var each = 0; each < many; each++) {
            agent.keep(new Draft(Kind.READING, "air", BODY, then));
            ahead.acquire();
            agent.onStoreLane(ahead::release);
        }
        ahead.acquire(AHEAD);
        while (records() < many) Thread.sleep(10);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Returns when the backlog has begun to leave. */
    private double drain() throws InterruptedException {
        online = new CountDownLatch(1);
        cutOff = false;
        online.await();
        return 0;
    }

    /** Seconds from the broker's answer to the subscription to its last acknowledgement. */
    private double drained() throws InterruptedException {
        while (records() > 0) Thread.sleep(10);
        return (lastAcknowledged - onlineSince) / 1e9;
    }

    private long records() {
        return Long.parseLong(agent.outboxFigures().toString().replaceAll("^.*?\"records\":(\\d+).*$", "$1"));
    }

    public static void main(String[] arguments) throws Exception {
        var bench = new AgentBench(Path.of(arguments[0]));
        var orders = new Scanner(System.in);
        System.out.println("online");
        while (orders.hasNext()) {
            var seconds = switch (orders.next()) {
                case "live" -> bench.live(orders.nextInt());
                case "pace" -> bench.pace(orders.nextInt(), orders.nextInt());
                case "fill" -> bench.fill(orders.nextInt());
                case "drain" -> bench.drain();
                case "drained" -> bench.drained();
                default -> throw new IllegalArgumentException("live N, pace A_SECOND SECONDS, fill N, drain or drained");
            };
            System.out.println(seconds);
        }
        System.exit(0);
    }
}
