package dev.sandpiper.agent.systemd;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Watched;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tinylog.Logger;

/** The agent's side of its service: tells when it is ready and how it is, and gives signs of life. One thread's. */
public final class Supervision implements Step {
    /** How soon {@code systemctl status} shows what has changed. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration FIRST_LOOK = Duration.ofMillis(20);
    private static final Duration LONGEST_LOOK_WHILE_STARTING = Duration.ofSeconds(1);
    /** Where the service manager sets no period: what is stuck is told all the same. */
    private static final Duration USUAL_PERIOD = Duration.ofMinutes(1);

    private final ServiceManager manager;
    private final Duration period;
    private final Watchdog watchdog;
    private final Subject subject;
    private boolean ready;
    private Duration look = FIRST_LOOK;

    /**
     * What is supervised.
     *
     * @param obstacle what the start still waits for
     * @param status what the agent does at present
     * @param loops all that have to come round
     * @param whereabouts of a loop's name, what it does at present, for people
     * @param stuck told which loops do not come round
     */
    public record Subject(
            Supplier<Optional<String>> obstacle,
            Supplier<String> status,
            Supplier<? extends Collection<? extends Watched>> loops,
            Function<String, String> whereabouts,
            Consumer<List<String>> stuck) {}

    Supervision(ServiceManager manager, Subject subject, Predicate<String> waitsInKernel, LongSupplier nanos) {
        this.manager = manager;
        this.subject = subject;
        this.period = manager.watchdog().orElse(USUAL_PERIOD);
        this.watchdog = new Watchdog(period, subject.loops, waitsInKernel, subject.whereabouts, nanos);
    }

    /** Of this process. */
    public static Supervision by(ServiceManager manager, Subject subject) {
        return new Supervision(manager, subject, KernelWait.ofThisProcess()::holds, System::nanoTime);
    }

    /** Tells what is due. */
    @Override
    public Duration run() {
        try {
            if (watchdog.feeds()) live();
            subject.stuck.accept(watchdog.late());
            if (ready) manager.status(subject.status.get());
            else start();
        } catch (RuntimeException defect) {
            Logger.error("the service manager cannot be told how the agent is: {}", defect.toString());
            Logger.debug(defect);
        }
        return Step.sooner(ready ? LOOK : look, watchdog.pause());
    }

    // systemd minds the period from the moment the service is ready; until then it minds the time the start takes.
    private void live() {
        if (manager.watchdog().isPresent()) manager.alive();
        if (!ready) manager.startsFor(period);
    }

    private void start() {
        var waitsFor = subject.obstacle.get();
        waitsFor.ifPresent(sentence -> manager.status("starting: " + sentence));
        look = Step.sooner(look.multipliedBy(2), LONGEST_LOOK_WHILE_STARTING);
        if (waitsFor.isPresent() || !manager.ready()) return;
        ready = true;
        manager.status(subject.status.get());
    }

    /** Has the configuration read again, and systemd know from when to when. */
    public void reload(Runnable reload) {
        if (!ready) {
            reload.run();
            return;
        }
        manager.reloading();
        reload.run();
        ready = manager.ready();
    }

    /** The agent ends. */
    public void stops() {
        manager.stopping();
    }
}
