package dev.sandpiper.agent.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.tinylog.Logger;

/** What systemd is told of the service, in its words ({@code sd_notify(3)}), and what it asks for. */
public final class ServiceManager {
    private final Predicate<String> socket;
    private final Optional<Duration> watchdog;
    private String lastStatus = "";

    /**
     * @param socket sends a message; false where it did not arrive
     * @param watchdog how long systemd waits for a sign of life before it restarts the service
     */
    ServiceManager(Predicate<String> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /** The one that started this process and wants to be told; elsewhere there is none, and nothing for it is loaded. */
    public static Optional<ServiceManager> in(Map<String, String> environment) {
        var name = environment.get("NOTIFY_SOCKET");
        if (name == null || name.isEmpty()) return Optional.empty();
        var socket = NotifySocket.named(name);
        if (socket.isEmpty()) Logger.warn("NOTIFY_SOCKET is {}: expected a path or @name; nobody is told", name);
        return socket.map(known -> new ServiceManager(known::send, watchdog(environment)));
    }

    static Optional<Duration> watchdog(Map<String, String> environment) {
        var meant = environment.getOrDefault("WATCHDOG_PID", "");
        if (!meant.isEmpty()
                && !meant.equals(Long.toString(ProcessHandle.current().pid()))) return Optional.empty();
        var micros = environment.getOrDefault("WATCHDOG_USEC", "");
        // Nineteen digits are more than a long holds; fifteen are thirty years.
        if (!micros.matches("[0-9]{1,15}") || Long.parseLong(micros) == 0) return Optional.empty();
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000));
    }

    Optional<Duration> watchdog() {
        return watchdog;
    }

    /** The start or the reload is over; whether that arrived. */
    boolean ready() {
        return socket.test("READY=1");
    }

    /** The time is by the clock that systemd compares it with. */
    void reloading() {
        socket.test("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    void stopping() {
        socket.test("STOPPING=1\nSTATUS=stopping: outputs go to their safe values, what is measured is kept");
    }

    /** A sentence for {@code systemctl status}; told when it is another. */
    void status(String sentence) {
        if (sentence.equals(lastStatus)) return;
        if (socket.test("STATUS=" + sentence.replaceAll("\\R", " "))) lastStatus = sentence;
    }

    /** A sign of life. */
    void alive() {
        socket.test("WATCHDOG=1");
    }

    /** It may start for that much longer. */
    void startsFor(Duration more) {
        socket.test("EXTEND_TIMEOUT_USEC=" + more.toNanos() / 1000);
    }
}
