package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.Broker;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Somebody who is subscribed to everything: mosquitto_sub with QoS 1 and a persistent session, so that it misses nothing
 * while the broker is away.
 */
final class Recorder implements AutoCloseable {
    private static final String MESSAGE = "message ";
    private static final Pattern SUBSCRIBED = Pattern.compile("Subscribed \\(mid: \\d+\\): 1");

    private final List<Message> messages = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final ProcessBuilder client;
    private volatile Process process;
    private volatile boolean closed;

    /** @param retained whether the broker had kept it; a live message never shows that */
    record Message(String topic, boolean retained, String payload) {
        static Message of(String line) {
            var parts = line.split("\t", 3);
            return new Message(parts[0], parts[1].equals("1"), parts[2]);
        }
    }

    private Recorder(ProcessBuilder client) throws IOException {
        this.client = client;
        this.process = client.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        // No virtual one: reading a pipe holds its carrier, and of these there are as few as processors.
        Thread.ofPlatform().daemon().start(this::record);
    }

    /** Subscribes to everything as {@code name}; returns when the broker has granted it. */
    static Recorder on(Broker broker, String name) {
        return on(broker, name, "#");
    }

    /** The same for what fits a filter. */
    static Recorder on(Broker broker, String name, String filter) {
        return through(broker.clientLine("mosquitto_sub"), name, filter);
    }

    /** The same through the broker's second listener, which has no TLS. */
    static Recorder at(int listener, String user, String password) {
        Eventually.until("the second listener is open", () -> open(listener));
        var line = List.of("mosquitto_sub", "-h", "127.0.0.1", "-p", "" + listener, "-u", user, "-P", password);
        return through(line, "recorder", "#");
    }

    private static boolean open(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    // Its debug lines tell that it is subscribed, whichever the broker is; stdbuf, since they would wait in its buffer.
    private static Recorder through(List<String> client, String name, String filter) {
        var line = new ArrayList<>(List.of("stdbuf", "-oL"));
        line.addAll(client);
        line.addAll(List.of("-i", name, "-c", "-q", "1", "-d", "-F", MESSAGE + "%t\\t%r\\t%p", "-t", filter));
        try {
            var recorder = new Recorder(new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD));
            recorder.awaitSubscription(1);
            return recorder;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    // It connects again by itself, but ends where TLS was cut off, and where the broker is not there yet.
    private void record() {
        try {
            while (!closed) {
                readAll(process);
                if (!closed) process = again();
            }
        } catch (IOException ended) {
            // The test is over.
        }
    }

    private Process again() throws IOException {
        LockSupport.parkNanos(100_000_000);
        var started = client.start();
        if (closed) started.destroyForcibly();
        return started;
    }

    private void readAll(Process running) throws IOException {
        try (var lines = running.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) note(line);
        }
    }

    private void note(String line) {
        if (line.startsWith(MESSAGE)) messages.add(Message.of(line.substring(MESSAGE.length())));
        else if (SUBSCRIBED.matcher(line).matches()) subscriptions.incrementAndGet();
    }

    /** Waits until a broker has granted it so often; it subscribes after each connect. */
    void awaitSubscription(int times) {
        Eventually.until("it has subscribed " + times + " times", () -> subscriptions.get() >= times);
    }

    /** Everything so far, oldest first. */
    List<Message> messages() {
        synchronized (messages) {
            return new ArrayList<>(messages);
        }
    }

    /** Payloads of one topic so far, oldest first. */
    List<String> on(String topic) {
        return messages().stream()
                .filter(message -> message.topic().equals(topic))
                .map(Message::payload)
                .toList();
    }

    /** Waits for a payload on a topic. */
    String await(String topic, Predicate<String> fits) {
        Eventually.until(
                "something that fits is on " + topic, () -> on(topic).stream().anyMatch(fits));
        return on(topic).stream().filter(fits).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
    }
}
