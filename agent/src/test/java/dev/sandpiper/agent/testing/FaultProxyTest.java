package dev.sandpiper.agent.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The broker here sends back what it gets, and notes how each connection ended. */
class FaultProxyTest {
    private static final int SHORT_MILLIS = 150;
    private static final int LONG_MILLIS = 20_000;

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final FaultyServer echo = FaultyServer.doing(this::echo);
    private final FaultProxy proxy = FaultProxy.to(echo.address().port(), 1);
    private final byte[] text = bytes(5_000);

    private void echo(Socket socket) {
        try {
            var buffer = new byte[1024];
            int count;
            while ((count = socket.getInputStream().read(buffer)) >= 0) {
                heard.addAndGet(count);
                socket.getOutputStream().write(buffer, 0, count);
            }
            ends.add("end");
        } catch (IOException reset) {
            ends.add("reset");
        }
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    void nothingIsLeft() {
        proxy.close();
        echo.close();
        assertEquals(List.of(), FaultProxy.threads(proxy.port()));
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(LONG_MILLIS);
        return socket;
    }

    private static byte[] exchange(Socket socket, byte[] sent) throws IOException {
        socket.getOutputStream().write(sent);
        return socket.getInputStream().readNBytes(sent.length);
    }

    private static void assertHearsNothing(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(LONG_MILLIS);
    }

    private void awaitEnd(String expected) {
        Eventually.until("the broker sees: " + expected + "; it saw " + ends, () -> ends.contains(expected));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void untilToldOtherwiseItPassesEverythingOnAndEachEndToo() throws IOException {
        try (var socket = connect()) {
            assertArrayEquals(text, exchange(socket, text));
            assertEquals(text.length, proxy.up().bytes());
            socket.shutdownOutput();
            assertEquals(-1, socket.getInputStream().read());
        }
        awaitEnd("end");
        Eventually.until("it is closed", () -> proxy.open() == 0);
    }

    @Test
    void aDelayLastsAtLeastThatLongEachWayAndKeepsTheOrder() throws IOException {
        proxy.up().delayedBy(Duration.ofMillis(100), Duration.ofMillis(50));
        proxy.down().delayedBy(Duration.ofMillis(100), Duration.ofMillis(50));
        try (var socket = connect()) {
            var start = System.nanoTime();
            assertArrayEquals(text, exchange(socket, text));
            assertTrue(since(start).toMillis() >= 200, since(start).toString());
        }
    }

    @Test
    void eachWayHasALimitOfItsOwn() throws IOException {
        proxy.up().limitedTo(10_000);
        try (var socket = connect()) {
            var start = System.nanoTime();
            assertArrayEquals(text, exchange(socket, text));
            assertTrue(since(start).toMillis() >= 450, since(start).toString());
        }
    }

    @Test
    void whatIsHeldArrivesLater() throws IOException {
        try (var socket = connect()) {
            exchange(socket, text);
            proxy.holds();
            socket.getOutputStream().write(text);
            assertHearsNothing(socket);
            assertEquals(text.length, heard.get());
            proxy.flows();
            assertArrayEquals(text, socket.getInputStream().readNBytes(text.length));
        }
    }

    @Test
    void aSenderFeelsThatNothingIsRead() throws IOException, InterruptedException {
        proxy.up().holds();
        try (var socket = connect()) {
            var written = new AtomicInteger();
            var writer = Thread.ofVirtual().start(() -> {
                try {
                    while (written.get() < 100_000_000) {
                        socket.getOutputStream().write(text);
                        written.addAndGet(text.length);
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            assertHearsNothing(socket);
            assertTrue(writer.isAlive(), written + " bytes were taken");
        }
    }

    @Test
    void aConnectionThatLostAByteStaysSilentAndTheNextOneIsWell() throws IOException {
        try (var socket = connect()) {
            exchange(socket, text);
            proxy.swallows();
            socket.getOutputStream().write(text);
            assertHearsNothing(socket);
            proxy.flows();
            socket.getOutputStream().write(text);
            assertHearsNothing(socket);
            assertEquals(text.length, heard.get());
        }
        try (var socket = connect()) {
            assertArrayEquals(text, exchange(socket, text));
        }
        assertEquals(0, ends.stream().filter("reset"::equals).count());
    }

    @Test
    void whoConnectsWhileItSwallowsIsTakenAndNeverAnswered() throws IOException {
        proxy.swallows();
        try (var socket = connect()) {
            socket.getOutputStream().write(text);
            assertHearsNothing(socket);
        }
        assertEquals(0, heard.get());
    }

    @Test
    void piecesComeOneByOne() throws IOException {
        proxy.down().inPieces(3, Duration.ofMillis(20));
        var few = bytes(20);
        try (var socket = connect()) {
            socket.getOutputStream().write(few);
            var sizes = new ArrayList<Integer>();
            var buffer = new byte[few.length];
            for (var done = 0; done < few.length; done += sizes.getLast())
                sizes.add(socket.getInputStream().read(buffer, done, few.length - done));
            assertArrayEquals(few, buffer);
            assertTrue(sizes.size() > 2, sizes.toString());
        }
    }

    @Test
    void oneBitIsSpoilt() throws IOException {
        proxy.up().spoilsAfter(1_234);
        try (var socket = connect()) {
            var back = exchange(socket, text);
            text[1_234] ^= (byte) 0x10;
            assertArrayEquals(text, back);
            assertArrayEquals(text, exchange(socket, text));
        }
    }

    @Test
    void aResetIsOneForBothSides() throws IOException {
        try (var socket = connect()) {
            exchange(socket, text);
            proxy.cutsAll(Cut.RESET);
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
        awaitEnd("reset");
        assertEquals(0, proxy.open());
    }

    @Test
    void aResetByOneSideIsOneForTheOther() throws IOException {
        try (var socket = connect()) {
            exchange(socket, text);
            socket.setSoLinger(true, 0);
        }
        awaitEnd("reset");
    }

    @Test
    void afterAHalfCloseTheAgentMayGoOnSendingAndNobodyHearsIt() throws IOException {
        try (var socket = connect()) {
            exchange(socket, text);
            proxy.cutsAll(Cut.HALF_CLOSE);
            assertEquals(-1, socket.getInputStream().read());
            socket.getOutputStream().write(text);
            assertHearsNothingMore();
        }
        assertTrue(ends.isEmpty());
    }

    private void assertHearsNothingMore() {
        var start = System.nanoTime();
        Eventually.until("a moment has passed", () -> since(start).toMillis() > SHORT_MILLIS);
        assertEquals(text.length, heard.get());
    }

    @Test
    void silenceIsToldToNobodyNorIsTheEndThatFollows() throws IOException {
        try (var socket = connect()) {
            exchange(socket, text);
            proxy.cutsAll(Cut.SILENCE);
            socket.getOutputStream().write(text);
            assertHearsNothing(socket);
            assertEquals(text.length, heard.get());
        }
        assertHearsNothingMore();
        assertTrue(ends.isEmpty());
    }

    @Test
    void eachConnectionIsCutAfterANumberOfBytesThatTheSeedDecides() throws IOException {
        try (var twin = FaultProxy.to(echo.address().port(), 1)) {
            var lengths = lengthsUntilCut(proxy);
            assertEquals(lengths, lengthsUntilCut(twin));
            assertTrue(lengths.stream().allMatch(length -> length <= 100), lengths.toString());
            assertTrue(lengths.stream().distinct().count() > 5, lengths.toString());
            assertEquals(10, proxy.cuts());
        }
    }

    private static List<Long> lengthsUntilCut(FaultProxy through) throws IOException {
        through.cutsEachWithin(100, Cut.CLOSE);
        var lengths = new ArrayList<Long>();
        for (var each = 0; each < 10; each++) {
            var before = through.up().bytes() + through.down().bytes();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), through.port())) {
                socket.getOutputStream().write(new byte[100]);
                socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (SocketException resetBecauseSomethingWasUnread) {
                // An end as well.
            }
            lengths.add(through.up().bytes() + through.down().bytes() - before);
        }
        through.keepsEach();
        return lengths;
    }

    @Test
    void anIdleConnectionIsForgottenAndABusyOneIsNot() throws IOException {
        proxy.forgetsAfter(Duration.ofMillis(300), Cut.RESET);
        try (var socket = connect()) {
            var start = System.nanoTime();
            while (since(start).toMillis() < 600) exchange(socket, text);
            assertHearsNothing(socket);
            assertHearsNothing(socket);
            assertHearsNothing(socket);
            assertThrows(SocketException.class, () -> exchange(socket, text));
        }
    }

    @Test
    void whereItRefusesNothingListensUntilItAcceptsAgain() throws IOException {
        proxy.refuses();
        assertThrows(ConnectException.class, this::connect);
        proxy.accepts();
        try (var socket = connect()) {
            assertArrayEquals(text, exchange(socket, text));
        }
        assertEquals(1, proxy.taken());
    }

    @Test
    void withoutABrokerAConnectionIsReset() throws IOException {
        try (var lonely = FaultProxy.to(Mosquitto.freePort(), 1);
                var socket = new Socket(InetAddress.getLoopbackAddress(), lonely.port())) {
            socket.setSoTimeout(LONG_MILLIS);
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
    }
}
