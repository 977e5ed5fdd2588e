package dev.sandpiper.agent.safestate;

import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.foreign.Jars;
import dev.sandpiper.agent.foreign.UnusableDriver;
import dev.sandpiper.agent.loop.Loop;
import dev.sandpiper.agent.safestate.SafePlan.Output;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.ExpandedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Opens every output at its safe value, which drivers do without showing another one. Each bus has a thread of its own, and
 * on a bus each output is tried once before one is tried again: a dead chip holds up nobody.
 */
public final class Rescue {
    /** Less than the ten seconds in which an agent stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration BREATH = Duration.ofMillis(100);
    private static final int TRIES = 3;

    private final SafePlan plan;
    private final Board board;
    private final Duration patience;
    private final Jars jars = new Jars();
    private final Map<String, String> faults = new ConcurrentHashMap<>();

    public Rescue(SafePlan plan, Board board) {
        this(plan, board, PATIENCE);
    }

    Rescue(SafePlan plan, Board board, Duration patience) {
        this.plan = plan;
        this.board = ExpandedBoard.of(board, plan.hubs(), System::nanoTime);
        this.patience = patience;
    }

    private record Task(Output output, ActuatorType type) {
        void carryOut(Board board) throws DeviceFault {
            type.opener().open(output.options(), board, output.safe());
        }
    }

    /** Why outputs are not safe, by their id; empty when all are. What it opened stays open. */
    public Map<String, String> run() {
        var until = System.nanoTime() + patience.toNanos();
        for (var output : plan.outputs()) faults.put(output.id(), "no answer within " + Durations.format(patience));
        await(start(lanes()), patience.dividedBy(2));
        // Later, and on one thread: a jar that is slow to load must not keep the product's own waiting.
        if (!plan.drivers().isEmpty())
            await(
                    start(Map.of("drivers", () -> work(tasks(this::isForeign)))),
                    Duration.ofNanos(until - System.nanoTime()));
        var named = new LinkedHashMap<String, String>();
        for (var output : plan.outputs())
            Optional.ofNullable(faults.get(output.id())).ifPresent(fault -> named.put(output.id(), fault));
        return named;
    }

    private Map<String, Runnable> lanes() {
        var lanes = new LinkedHashMap<String, List<Task>>();
        for (var task : tasks(output -> !isForeign(output)))
            lanes.computeIfAbsent(task.type.lane(task.output.options()), _ -> new ArrayList<>())
                    .add(task);
        var steps = new LinkedHashMap<String, Runnable>();
        lanes.forEach((name, tasks) -> steps.put(name, () -> work(tasks)));
        return steps;
    }

    private static CountDownLatch start(Map<String, Runnable> lanes) {
        var left = new CountDownLatch(lanes.size());
        lanes.forEach((name, work) -> new Loop(name, () -> {
                    work.run();
                    left.countDown();
                    return Duration.ofDays(1);
                })
                .start());
        return left;
    }

    private boolean isForeign(Output output) {
        return plan.drivers().stream().anyMatch(driver -> driver.type().equals(output.type()));
    }

    private List<Task> tasks(Predicate<Output> which) {
        var tasks = new ArrayList<Task>();
        for (var output : plan.outputs()) {
            if (!which.test(output)) continue;
            try {
                tasks.add(new Task(output, (ActuatorType) type(output.type())));
            } catch (UnusableDriver | RuntimeException unusable) {
                faults.put(output.id(), String.valueOf(unusable.getMessage()));
            }
        }
        return tasks;
    }

    private DriverType type(String name) throws UnusableDriver {
        for (var driver : plan.drivers()) if (driver.type().equals(name)) return jars.load(driver);
        return Types.named(name).orElseThrow(() -> new IllegalArgumentException("no driver is called " + name));
    }

    private void work(List<Task> tasks) {
        var open = List.copyOf(tasks);
        for (var tries = 1; !open.isEmpty() && tries <= TRIES; tries++) {
            if (tries > 1) LockSupport.parkNanos(BREATH.toNanos());
            open = open.stream().filter(task -> !done(task)).toList();
        }
    }

    private boolean done(Task task) {
        try {
            task.carryOut(board);
            faults.remove(task.output.id());
            return true;
        } catch (DeviceFault fault) {
            faults.put(task.output.id(), String.valueOf(fault.getMessage()));
        } catch (RuntimeException | LinkageError defect) {
            faults.put(task.output.id(), "a defect: " + defect);
        }
        return false;
    }

    private static void await(CountDownLatch left, Duration most) {
        try {
            left.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
