package dev.sandpiper.agent.link;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server that answers what the test says, or hangs as the operating system's look-up can. */
final class NameServer implements HostNames.Resolver, AutoCloseable {
    private final Map<String, List<String>> zone = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile CountDownLatch silence = new CountDownLatch(0);

    NameServer with(String host, String... addresses) {
        zone.put(host, List.of(addresses));
        return this;
    }

    NameServer without(String host) {
        zone.remove(host);
        return this;
    }

    NameServer hangs() {
        silence = new CountDownLatch(1);
        return this;
    }

    void answersAgain() {
        silence.countDown();
    }

    int questions() {
        return questions.get();
    }

    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
        questions.incrementAndGet();
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> found = zone.get(host);
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found.stream().map(NameServer::address).toArray(InetAddress[]::new);
    }

    static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    /** Lets go whoever still waits. */
    @Override
    public void close() {
        answersAgain();
    }
}
