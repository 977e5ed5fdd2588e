package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Output;
import dev.sandpiper.agent.command.OutputReport;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.control.ControlServer;
import dev.sandpiper.agent.health.Machine;
import dev.sandpiper.agent.link.LinuxNetwork;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Loop;
import dev.sandpiper.agent.loop.Watched;
import dev.sandpiper.agent.safestate.PlanFiles;
import dev.sandpiper.agent.safestate.SafePlan;
import dev.sandpiper.agent.store.Stop;
import dev.sandpiper.agent.systemd.ServiceManager;
import dev.sandpiper.agent.systemd.Supervision;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.tinylog.Logger;

/** The agent as a process: one thread a lane, signals, and an orderly stop within ten seconds. */
public final class Service {
    /** Together less than the ten seconds in which the agent promises to stop. */
    private static final Duration DEVICE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration LINK_PATIENCE = Duration.ofSeconds(4);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration CONTROL_FILE_LOOK = Duration.ofMillis(50);

    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Agent agent;
    private final Map<Lane, Loop> loops = new ConcurrentHashMap<>();

    private Optional<ControlServer> control = Optional.empty();

    private Service(Agent agent) {
        this.agent = agent;
        for (var lane : agent.lanes()) loops.put(lane, loopFor(lane));
    }

    private static Loop loopFor(Lane lane) {
        var loop = new Loop(lane.name(), lane);
        lane.mailbox().wakes(loop::wake);
        return loop;
    }

    /** Runs the agent until SIGTERM or SIGINT; the process's exit code. */
    public static int run(AgentConfig config, String version) {
        var directory = config.outbox().directory();
        try (var lock = new DirectoryLock(directory)) {
            if (!lock.held()) {
                Logger.error("another sandpiper runs on {}; stop it first, or set outbox.directory", directory);
                return 1;
            }
            return run(config, version, Boards.open(config));
        } catch (DeviceFault fault) {
            Logger.error("{}", fault.getMessage());
            return 1;
        }
    }

    private static int run(AgentConfig config, String version, Board board) {
        // Before the run begins, so that it is ended properly from the first moment.
        var requests = new Requests();
        Signals.on("TERM", () -> requests.end(Stop.CLEAN));
        Signals.on("INT", () -> requests.end(Stop.CLEAN));
        Signals.on("HUP", requests::reload);
        Logger.info(
                "sandpiper {} on {}: {} sensors, {} actuators, device {}",
                version,
                board.model(),
                config.sensors().size(),
                config.actuators().size(),
                config.device().id());
        var boot = Machine.boot();
        var plans = PlanFiles.of(config.file(), config.outbox().directory(), boot, System.getenv());
        plans.write(SafePlan.of(config));
        var traces = new Traces(Path.of("/"), Optional.ofNullable(System.getenv("STATE_DIRECTORY")), boot);
        var world = new World(
                board,
                Boards.clock(config),
                PahoTransport::new,
                new LinuxNetwork(),
                new SecureRandom(),
                boot,
                traces.found(),
                version);
        var agent = new Agent(config, world, requests);
        traces.forget();
        agent.run()
                .previous()
                .ifPresent(before -> Logger.info(
                        "run {} of this device; run {} ended: {}",
                        agent.run().number(),
                        before.number(),
                        before.stop()));
        var service = new Service(agent);
        if (board instanceof SimulatedBoard simulated) service.follow(simulated);
        var exitCode = new AtomicInteger();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            Logger.error(
                    "{} cannot go on: {}; the agent stops, so that it can be started again",
                    thread.getName(),
                    error.toString());
            Logger.debug(error);
            exitCode.set(1);
            requests.end(Stop.CRASH);
        });
        service.listen(config.outbox().directory());
        var supervision = ServiceManager.in(System.getenv()).map(service::supervisedBy);
        service.start();
        var changeover = new Changeover(agent, service::together, next -> plans.write(SafePlan.of(next)));
        var reload = new Reload(agent, changeover, Environment.ofThisMachine());
        service.attend(reload, supervision);
        supervision.ifPresent(Supervision::stops);
        service.stop();
        if (service.allSafe()) plans.stopped();
        return exitCode.get();
    }

    private Supervision supervisedBy(ServiceManager manager) {
        var first = new ArrayList<>(agent.devices().lanes());
        first.add(agent.storeLane());
        var opening = new FirstTurns(first);
        return Supervision.by(
                manager,
                new Supervision.Subject(
                        () -> opening.waitingFor().or(agent::storeTrouble),
                        agent::status,
                        this::watched,
                        lane -> loopNamed(lane).map(Loop::whereabouts).orElse("it has ended"),
                        agent::stuck));
    }

    private List<? extends Watched> watched() {
        return loops.keySet().stream()
                .map(lane -> lane.name().equals(ControlServer.NAME)
                        ? control.<Watched>map(server -> server).orElse(lane)
                        : lane)
                .toList();
    }

    private Optional<Loop> loopNamed(String name) {
        return loops.values().stream().filter(loop -> loop.name().equals(name)).findFirst();
    }

    private void attend(Reload reload, Optional<Supervision> supervision) {
        while (true) {
            switch (agent.requests().await(supervision.map(Supervision::run).orElse(FOREVER))) {
                case NOTHING -> {}
                case RELOAD -> {
                    agent.requests().reloads();
                    supervision.ifPresentOrElse(told -> told.reload(reload::run), reload::run);
                }
                case END -> {
                    return;
                }
            }
        }
    }

    private void follow(SimulatedBoard board) {
        var lane = new Lane("simulated-board");
        lane.add(() -> {
            board.followControl();
            return CONTROL_FILE_LOOK;
        });
        loops.put(lane, loopFor(lane));
    }

    private void listen(Path directory) {
        control = ControlServer.open(directory, new LocalErrands(agent));
        control.ifPresent(server -> {
            var lane = new Lane(ControlServer.NAME);
            lane.add(server);
            loops.put(lane, loopFor(lane));
        });
    }

    private void start() {
        loops.values().forEach(Loop::start);
        agent.devices().startsLanesBy(lane -> {
            var loop = loopFor(lane);
            loops.put(lane, loop);
            loop.start();
        });
    }

    private Set<Lane> together(Map<Lane, Runnable> tasks) {
        var left = ConcurrentHashMap.<Lane>newKeySet();
        left.addAll(tasks.keySet());
        var done = new CountDownLatch(tasks.size());
        tasks.forEach((lane, task) -> lane.post(() -> {
            try {
                task.run();
            } finally {
                left.remove(lane);
                done.countDown();
            }
        }));
        await(done);
        return Set.copyOf(left);
    }

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(DEVICE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) Logger.debug("a lane is stuck");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // Outputs first: whatever happens later, they are safe. The store last: it takes what all others leave.
    private void stop() {
        Logger.info("stopping");
        control.ifPresent(ControlServer::close);
        var lanes = agent.devices().lanes();
        stopLoops(lanes, DEVICE_PATIENCE).forEach(agent.devices()::release);
        agent.stopLink();
        waitFor(agent::linkStopped, LINK_PATIENCE);
        var ended = stopLoops(loops.keySet(), STORE_PATIENCE);
        if (ended.containsAll(agent.lanes())) agent.close();
        Logger.info("stopped");
    }

    /** Those of the lanes that ended in time; a stuck one must not keep the others. */
    private List<Lane> stopLoops(Collection<Lane> lanes, Duration patience) {
        lanes.forEach(lane -> loop(lane).stop());
        var until = System.nanoTime() + patience.toNanos();
        var ended = lanes.stream()
                .filter(lane -> loop(lane).ended(Duration.ofNanos(Math.max(1, until - System.nanoTime()))))
                .toList();
        lanes.stream()
                .filter(lane -> !ended.contains(lane))
                .forEach(lane -> Logger.error("{} is stuck and is left as it is", lane.name()));
        return ended;
    }

    /** Whether every output has taken its safe value; after the stop. */
    private boolean allSafe() {
        var outputs = agent.devices().outputs();
        return agent.config().actuators().stream()
                .allMatch(actuator -> Optional.ofNullable(outputs.get(actuator.id()))
                        .map(Output::report)
                        .filter(report -> report.fault().isEmpty())
                        .flatMap(OutputReport::value)
                        .filter(actuator.safe()::equals)
                        .isPresent());
    }

    private Loop loop(Lane lane) {
        return Objects.requireNonNull(loops.get(lane), lane.name());
    }

    private static void waitFor(BooleanSupplier condition, Duration patience) {
        var until = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - until < 0) LockSupport.parkNanos(10_000_000);
    }
}
