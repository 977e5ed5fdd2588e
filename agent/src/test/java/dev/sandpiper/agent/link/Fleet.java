package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.BrokerDefaults;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/** Many agents that lose one broker in the same instant, each with the agent's own {@link Retry}. */
final class Fleet {
    private static final Duration UPTIME = Duration.ofHours(1);
    private static final long SECOND = 1_000_000_000L;
    private static final int AGENT_BITS = 20;

    private final SimulatedTime time = new SimulatedTime();
    private final Retry[] agents;
    private final Door door;
    private final PriorityQueue<Long> attempts = new PriorityQueue<>();
    private int[] perSecond = new int[0];
    private int mostWaiting;
    private int back;
    private long halfBack;
    private long busyUntil;

    /**
     * The broker's door: one login after the other. It spends its time on each that was let in, also on one whose agent
     * has given up meanwhile.
     *
     * @param most that may wait in front of it; others are refused at once
     * @param patience after which an agent that was let in gives up
     */
    record Door(int loginsPerSecond, int most, Duration patience) {}

    /**
     * How it went.
     *
     * @param peak most attempts in any second
     * @param median until half of the fleet was connected, since the broker was there again
     * @param all until everybody was
     */
    record Course(int peak, int mostWaiting, long attempts, Duration median, Duration all) {}

    Fleet(int size, Door door, long seed) {
        var random = new Random(seed);
        this.door = door;
        agents = new Retry[size];
        for (var agent = 0; agent < size; agent++) agents[agent] = new Retry(defaults(), time, random);
    }

    private static BrokerConfig defaults() {
        return BrokerDefaults.with(
                List.of(new BrokerAddress("mqtts://broker", "broker", 8883, true)),
                BrokerDefaults.KEEP_ALIVE,
                Optional.empty(),
                TlsConfig.NONE);
    }

    /** All agents, connected for an hour, are thrown out; the broker is away for that long. */
    Course lose(Duration down) {
        time.advanceTo(UPTIME.toNanos());
        var opens = time.in(down);
        perSecond = new int[(int) down.toSeconds() + 3600];
        for (var agent = 0; agent < agents.length; agent++) {
            agents[agent].ended(0);
            fail(agent, Cause.LOST, time.now());
        }
        while (!attempts.isEmpty()) attempt(attempts.poll(), opens);
        return new Course(
                Arrays.stream(perSecond).max().orElseThrow(),
                mostWaiting,
                Arrays.stream(perSecond).asLongStream().sum(),
                Duration.ofNanos(Math.max(0, halfBack - opens)),
                Duration.ofNanos(Math.max(0, busyUntil - opens)));
    }

    private void fail(int agent, Cause cause, long at) {
        var pause = agents[agent].pause(new Failure(cause, "the simulated broker says no"));
        // Microseconds and the agent's number in one long keep millions of attempts cheap.
        attempts.add((at + pause.toNanos()) / 1000 << AGENT_BITS | agent);
    }

    private void attempt(long entry, long opens) {
        var agent = (int) (entry & (1 << AGENT_BITS) - 1);
        time.advanceTo((entry >> AGENT_BITS) * 1000);
        var now = time.now();
        perSecond[(int) ((now - UPTIME.toNanos()) / SECOND)]++;
        var service = SECOND / door.loginsPerSecond;
        var waiting = (int) ((Math.max(now, busyUntil) - now) / service);
        if (now < opens || waiting >= door.most) {
            fail(agent, Cause.REFUSED, now);
            return;
        }
        mostWaiting = Math.max(mostWaiting, waiting + 1);
        busyUntil = Math.max(now, busyUntil) + service;
        if (busyUntil - now > door.patience.toNanos()) fail(agent, Cause.TIMEOUT, now + door.patience.toNanos());
        else if (++back == agents.length / 2) halfBack = busyUntil;
    }
}
