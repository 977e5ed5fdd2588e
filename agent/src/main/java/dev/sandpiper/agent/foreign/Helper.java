package dev.sandpiper.agent.foreign;

import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Loop;
import dev.sandpiper.sensors.DeviceFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tinylog.Logger;

/**
 * Runs a foreign driver on a thread of its own, and waits for it no longer than a while: a lane that asks it never hangs
 * with it. Whatever it throws is told as a fault of its device. Belongs to the lane that asks.
 */
final class Helper implements AutoCloseable {
    /** One transfer may take the kernel's time-out of about 1 s; what takes longer is no answer. */
    static final Duration ANSWER = Duration.ofSeconds(2);

    private static final String LIBRARY = "dev/sandpiper/sensors/";

    private final String driver;
    private final Duration patience;
    private final Lane lane;
    private final Loop loop;
    private Optional<Overdue> overdue = Optional.empty();
    private volatile boolean awaited;

    /** A question that was given up waiting for. */
    private record Overdue(String question, CompletableFuture<?> answer) {}

    /** What a driver is asked. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws Exception;
    }

    /**
     * @param name of the thread
     * @param driver for people: its class
     * @param patience how long an answer may take
     */
    Helper(String name, String driver, Duration patience) {
        this.driver = driver;
        this.patience = patience;
        lane = new Lane(name);
        loop = new Loop(name, lane);
        lane.mailbox().wakes(loop::wake);
        loop.start();
    }

    /** Whether somebody waits for what the driver does now: only then its device is its own. */
    boolean awaited() {
        return awaited;
    }

    /** Whether the driver has not come back from a question. */
    boolean hangs() {
        return overdue.filter(before -> !before.answer.isDone()).isPresent();
    }

    /** Has the driver do something that nobody waits for, after what it does now. */
    void tell(Runnable news) {
        lane.post(() -> {
            try {
                news.run();
            } catch (Throwable defect) {
                Logger.warn("{} has a defect: {}", driver, Defects.name(defect));
            }
        });
    }

    /** Asks on a thread for this one question. */
    static <T> T once(ForeignDriver driver, String question, Question<T> asked) throws DeviceFault {
        try (var helper = new Helper("driver-" + driver.type(), driver.className(), ANSWER)) {
            return helper.ask(question, asked);
        }
    }

    /** Asks, and tells everything that goes wrong as a fault. */
    <T> T ask(String question, Question<T> asked) throws DeviceFault {
        if (hangs()) throw new DeviceFault(hanging(overdue.orElseThrow().question));
        overdue = Optional.empty();
        var answer = post(asked);
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException never) {
            overdue = Optional.of(new Overdue(question, answer));
            throw new DeviceFault(hanging(question));
        } catch (ExecutionException failed) {
            throw fault(question, failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DeviceFault("interrupted");
        } finally {
            awaited = false;
        }
    }

    /** Asks while a configuration is read. */
    <T> T load(Question<T> asked) throws UnusableDriver {
        try {
            return post(asked).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException never) {
            throw UnusableDriver.className("%s was not loaded within %s s: its static initialiser hangs; correct it"
                    .formatted(driver, seconds()));
        } catch (ExecutionException failed) {
            throw unusable(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw UnusableDriver.className("interrupted while %s was loaded".formatted(driver));
        }
    }

    // Errors too: one that reached the loop would end the agent.
    private <T> CompletableFuture<T> post(Question<T> asked) {
        var answer = new CompletableFuture<T>();
        awaited = true;
        lane.post(() -> {
            try {
                answer.complete(asked.ask());
            } catch (Throwable defect) {
                answer.completeExceptionally(defect);
            }
        });
        return answer;
    }

    private String hanging(String question) {
        return "%s has a defect: %s has not come back after %s s; left alone until it does"
                .formatted(driver, question, seconds());
    }

    private String seconds() {
        return BigDecimal.valueOf(patience.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private DeviceFault fault(String question, Throwable cause) {
        return switch (cause) {
            case DeviceFault fault -> told(fault);
            case LinkageError misfit -> new DeviceFault(misfit(misfit), misfit);
            case Refused refused ->
                new DeviceFault(
                        "%s has a defect: %s: %s".formatted(driver, question, Defects.line(refused.getMessage())));
            default ->
                new DeviceFault("%s has a defect: %s threw %s".formatted(driver, question, Defects.name(cause)), cause);
        };
    }

    // Also what the driver itself made: nobody promised that it has a sentence, and one line of it.
    private DeviceFault told(DeviceFault fault) {
        var sentence = fault.getMessage() == null ? "" : Defects.line(fault.getMessage());
        return new DeviceFault(
                fault.nature() == null ? DeviceFault.Nature.LASTING : fault.nature(),
                sentence.isEmpty() ? driver + " failed without saying why" : sentence,
                fault);
    }

    private UnusableDriver unusable(Throwable cause) {
        return switch (cause) {
            case UnusableDriver told -> told;
            case ExceptionInInitializerError thrown
            when thrown.getCause() != null ->
                UnusableDriver.className("%s cannot be initialised: %s; correct the driver"
                        .formatted(driver, Defects.name(thrown.getCause())));
            case LinkageError misfit -> UnusableDriver.className(misfit(misfit));
            default ->
                UnusableDriver.className(
                        "%s cannot be loaded: %s; correct the driver".formatted(driver, Defects.name(cause)));
        };
    }

    private String misfit(LinkageError misfit) {
        if (misfit instanceof NoClassDefFoundError
                && !String.valueOf(misfit.getMessage()).contains(LIBRARY))
            return "%s needs a class that its jar does not have: %s; put it in"
                    .formatted(driver, Defects.line(String.valueOf(misfit.getMessage())));
        return "%s does not fit this version of the sensors library: %s; compile it against this one"
                .formatted(driver, Defects.name(misfit));
    }

    @Override
    public void close() {
        loop.stop();
    }
}
