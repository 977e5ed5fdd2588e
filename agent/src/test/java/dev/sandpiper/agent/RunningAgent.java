package dev.sandpiper.agent;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.link.LinkEvent;
import dev.sandpiper.agent.link.Network;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.link.Transport;
import dev.sandpiper.agent.loop.Loop;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.sensors.DeviceFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent within the test's own process, with a thread for each lane: a test can hold one of them up. */
final class RunningAgent implements AutoCloseable {
    private final Agent agent;
    private final List<Loop> loops;
    private final CountDownLatch storeFree = new CountDownLatch(1);
    private final AtomicInteger arrived;

    private RunningAgent(Agent agent, AtomicInteger arrived) {
        this.agent = agent;
        this.arrived = arrived;
        this.loops = agent.lanes().stream()
                .map(lane -> {
                    var loop = new Loop(lane.name(), lane);
                    lane.mailbox().wakes(loop::wake);
                    return loop;
                })
                .toList();
        loops.forEach(Loop::start);
    }

    /** @param folder its own, exists */
    static RunningAgent in(Path folder, String yaml) {
        try {
            var config = AgentConfig.read(
                    Files.writeString(folder.resolve("agent.yaml"), yaml), Environment.ofThisMachine());
            Files.createDirectories(config.outbox().directory());
            var arrived = new AtomicInteger();
            return new RunningAgent(new Agent(config, world(config, arrived)), arrived);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (ConfigErrors | DeviceFault wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static World world(AgentConfig config, AtomicInteger arrived) throws DeviceFault {
        var clock = Boards.clock(config);
        return new World(
                Boards.open(config),
                clock,
                (address, login, listener) -> new PahoTransport(address, login, new Counting(listener, arrived)),
                Network.unseen(),
                new Random(1),
                "boot",
                Set.of(),
                "test");
    }

    private record Counting(Transport.Listener listener, AtomicInteger arrived) implements Transport.Listener {
        @Override
        public void accept(LinkEvent event) {
            if (event instanceof LinkEvent.Arrived) arrived.incrementAndGet();
            listener.accept(event);
        }

        @Override
        public boolean hasRoom() {
            return listener.hasRoom();
        }
    }

    /** How many messages it has read. */
    int arrived() {
        return arrived.get();
    }

    /** From now on the store's thread does nothing, as with a card that does not answer; until it is freed. */
    void holdUpTheStore() {
        var held = new CountDownLatch(1);
        agent.onStoreLane(() -> {
            held.countDown();
            await(storeFree);
        });
        await(held);
    }

    void freeTheStore() {
        storeFree.countDown();
    }

    String health() {
        return agent.healthMessage();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        freeTheStore();
        agent.stopLink();
        Eventually.until("the link has stopped", agent::linkStopped);
        loops.forEach(Loop::stop);
        loops.forEach(loop -> Eventually.until(loop.name() + " has ended", () -> loop.ended(Duration.ofMillis(1))));
        agent.close();
    }
}
