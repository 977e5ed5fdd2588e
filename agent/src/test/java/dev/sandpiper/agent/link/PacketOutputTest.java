package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacketOutputTest {
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final Network network = new Network();
    private final CountDownLatch written = new CountDownLatch(1);
    private final List<IOException> failures = new CopyOnWriteArrayList<>();
    private final PacketOutput output = new PacketOutput(network, written, failures::add);
    private final String thread = "PacketOutputTest " + TESTS.incrementAndGet();

    @BeforeEach
    void start() {
        output.start(thread);
    }

    @AfterEach
    void theThreadEnds() {
        output.close();
        network.takes(10);
        Eventually.until("the sending thread has ended", () -> !running());
    }

    private boolean running() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().equals(thread));
    }

    @Test
    void aPacketLeavesAtOnceWhereNothingIsBeingSent() throws IOException {
        packet("aa");
        assertEquals("aa", network.next());
    }

    @Test
    void whatGathersWhileTheNetworkIsBusyLeavesInOneWrite() throws IOException {
        occupy();
        packet("bb");
        packet("cc");
        packet("dd");
        network.takes(2);
        assertEquals("bbccdd", network.next());
    }

    @Test
    void aPingGoesBehindThePacketThatIsBeingWritten() throws IOException {
        occupy();
        write("b1");
        output.ping();
        write("b2");
        output.flush();
        packet("cc");
        network.takes(2);
        assertEquals("b1b2" + "c000" + "cc", network.next());
    }

    @Test
    void aPingIsSentWithoutAnythingElseToSend() throws IOException {
        output.ping();
        assertEquals("c000", network.next());
    }

    /** However many were asked for: a peer that does not read must not fill the memory with them. */
    @Test
    void aPingNeverWaitsForAPeerThatDoesNotRead() throws IOException {
        occupy();
        output.write(new byte[PacketOutput.ROOM]);
        output.flush();
        for (int i = 0; i < 100_000; i++) {
            output.ping();
        }
        network.takes(2);
        assertEquals("00".repeat(PacketOutput.ROOM) + "c000", network.next());
    }

    @Test
    void aWriterWaitsForRoomAndNothingIsLost() throws Exception {
        byte[] large = new byte[10 * PacketOutput.ROOM + 7];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 3);
        }
        occupy();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> unchecked(() -> {
            output.write(large);
            output.flush();
        }));
        network.takes(1_000);
        StringBuilder sent = new StringBuilder();
        while (sent.length() < 2 * large.length) {
            sent.append(network.next());
        }
        writer.join();
        assertEquals(HexFormat.of().formatHex(large), sent.toString());
    }

    @Test
    void theEndReleasesAWriterThatWaitsForRoom() throws IOException {
        occupy();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> unchecked(() -> output.write(new byte[2 * PacketOutput.ROOM])));
        output.close();
        Throwable thrown = assertThrows(Exception.class, writer::join);
        assertTrue(thrown.toString().contains("nothing more is sent"), thrown.toString());
    }

    /** Paho closes the connection as soon as it has flushed a DISCONNECT. */
    @Test
    void aDisconnectIsFlushedOnlyWhenItHasLeft() throws IOException {
        occupy();
        write("e000");
        CompletableFuture<Void> flush = CompletableFuture.runAsync(output::flush);
        assertEquals(1, network.begun());
        network.takes(1);
        assertEquals("e000", network.next());
        Eventually.until("the DISCONNECT is being written", () -> network.begun() == 2);
        assertFalse(flush.isDone());
        network.takes(1);
        flush.join();
    }

    @Test
    void aFailureIsToldOnceAndIsTheReasonOfEveryLaterOne() throws IOException {
        network.fail = new SocketException("Broken pipe");
        packet("aa");
        Eventually.until("the failure is told", () -> !failures.isEmpty());
        assertSame(network.fail, failures.getFirst());
        Eventually.until("the sending thread has ended", () -> !running());
        IOException later = assertThrows(IOException.class, () -> output.write(1));
        assertSame(network.fail, later.getCause());
        output.ping();
        output.flush();
        assertEquals(1, failures.size());
    }

    @Test
    void aDefectOfTheTargetIsAFailureToo() throws IOException {
        network.defect = new IllegalStateException("the test says so");
        packet("aa");
        Eventually.until("the failure is told", () -> !failures.isEmpty());
        assertSame(network.defect, failures.getFirst().getCause());
    }

    @Test
    void theFirstWriteIsNotedAlsoWhenItFails() {
        output.close();
        assertThrows(IOException.class, () -> output.write(1));
        assertEquals(0, written.getCount());
    }

    @Test
    void aFlushCanBeAskedForWithoutAnythingToWrite() {
        int before = network.flushes.get();
        output.flushSoon();
        Eventually.until("it is flushed", () -> network.flushes.get() > before);
    }

    /** Leaves the sending thread within a write. */
    private void occupy() throws IOException {
        network.hold();
        packet("aa");
        assertEquals("aa", network.next());
    }

    private void packet(String hex) throws IOException {
        write(hex);
        output.flush();
    }

    private void write(String hex) throws IOException {
        output.write(HexFormat.of().parseHex(hex));
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes writes when the test lets it. */
    private static final class Network extends OutputStream {
        private final BlockingQueue<String> writes = new LinkedBlockingQueue<>();
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger flushes = new AtomicInteger();
        private final Semaphore free = new Semaphore(1_000_000);
        private volatile @Nullable SocketException fail;
        private volatile @Nullable IllegalStateException defect;

        void hold() {
            free.drainPermits();
        }

        void takes(int count) {
            free.release(count);
        }

        int begun() {
            return begun.get();
        }

        String next() {
            List<String> found = new ArrayList<>();
            Eventually.until("something is written", () -> writes.drainTo(found, 1) == 1);
            return found.getFirst();
        }

        @Override
        public void write(int single) {
            throw new AssertionError("a single byte is written");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            SocketException broken = fail;
            if (broken != null) {
                throw broken;
            }
            IllegalStateException wrong = defect;
            if (wrong != null) {
                throw wrong;
            }
            begun.incrementAndGet();
            writes.add(HexFormat.of().formatHex(bytes, offset, offset + length));
            free.acquireUninterruptibly();
        }

        @Override
        public void flush() {
            flushes.incrementAndGet();
        }
    }
}
