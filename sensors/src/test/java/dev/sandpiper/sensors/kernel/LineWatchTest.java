package dev.sandpiper.sensors.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch with real file descriptors and its real thread. */
class LineWatchTest {
    private static final Duration SELDOM = Duration.ofDays(1);
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private LineWatch watch;
    private final List<PipedLine> opened = new ArrayList<>();
    private Optional<IOException> refusal = Optional.empty();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws IOException {
        watch = new LineWatch(SELDOM);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private void lookOften() throws IOException {
        watch.close();
        watch = new LineWatch(OFTEN);
    }

    private final class Ears implements WatchedLine.Listener {
        private final String name;

        Ears(String name) {
            this.name = name;
        }

        @Override
        public void edge(boolean high, long nanos, long lost) {
            told.add("%s %s %d %d".formatted(name, high ? "high" : "low", nanos, lost));
        }

        @Override
        public void troubled() {
            told.add(name + " troubled");
        }
    }

    private synchronized PipedLine request(String name) throws IOException {
        if (refusal.isPresent()) throw refusal.get();
        var line = new PipedLine(folder, name + opened.size());
        opened.add(line);
        return line;
    }

    private synchronized PipedLine line(int index) {
        return opened.get(index);
    }

    private WatchedLine watched(String name, Edges edges) throws IOException {
        var line = new WatchedLine(() -> request(name), edges, new Ears(name));
        watch.add(line);
        return line;
    }

    private String next() throws InterruptedException {
        var event = told.poll(30, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    @Test
    void tellsEdgesOfAllLinesWithTheirMomentsAndLevels() throws IOException, InterruptedException {
        watched("door", Edges.BOTH);
        watched("bell", Edges.BOTH);
        line(0).edge(true, 123_456_789_012_345L);
        assertEquals("door high 123456789012345 0", next());
        line(1).edge(true, 7);
        assertEquals("bell high 7 0", next());
        line(0).edge(false, 8);
        assertEquals("door low 8 0", next());
    }

    @Test
    void tellsEdgesThatCameBeforeItWatched() throws IOException, InterruptedException {
        var line = new WatchedLine(() -> request("door"), Edges.BOTH, new Ears("door"));
        line(0).edge(true, 1);
        watch.add(line);
        assertEquals("door high 1 0", next());
    }

    @Test
    void takesManyAtOnceInOrder() throws IOException, InterruptedException {
        var line = new WatchedLine(() -> request("meter"), Edges.BOTH, new Ears("meter"));
        // Less than what a pipe holds.
        for (var edge = 1; edge <= 1000; edge++) line(0).edge(edge % 2 == 1, edge);
        watch.add(line);
        for (var edge = 1; edge <= 1000; edge++)
            assertEquals("meter %s %d 0".formatted(edge % 2 == 1 ? "high" : "low", edge), next());
    }

    @Test
    void tellsHowManyEdgesTheKernelHadNoRoomFor() throws IOException, InterruptedException {
        watched("meter", Edges.RISING);
        line(0).edge(true, 1);
        line(0).lose(976);
        line(0).edge(true, 2);
        line(0).edge(true, 3);
        assertEquals("meter high 1 0", next());
        assertEquals("meter high 2 976", next());
        assertEquals("meter high 3 0", next());
    }

    @Test
    void theNumberOfAnEdgeMayBeginAnew() throws IOException, InterruptedException {
        watched("meter", Edges.RISING);
        line(0).lose(-2); // as after 4,294,967,294 edges
        line(0).edge(true, 1);
        assertEquals("meter high 1 4294967294", next());
        line(0).edge(true, 2);
        line(0).edge(true, 3);
        assertEquals("meter high 2 0", next());
        assertEquals("meter high 3 0", next());
    }

    @Test
    void aReleasedLineIsFreeAtOnceAndNoLongerTold() throws IOException, InterruptedException {
        var door = watched("door", Edges.BOTH);
        watched("bell", Edges.BOTH);
        watch.release(door);
        assertTrue(line(0).closed);
        line(1).edge(true, 1);
        assertEquals("bell high 1 0", next());
    }

    @Test
    void closingReleasesAllLinesAndASecondTimeNothing() throws IOException {
        var door = watched("door", Edges.BOTH);
        watch.close();
        watch.close();
        watch.release(door);
        watch.add(door);
        assertTrue(line(0).closed);
    }

    @Test
    void aLineThatHasBecomeDeafIsRequestedAnewAndTheReasonTold() throws IOException, InterruptedException {
        lookOften();
        var door = watched("door", Edges.BOTH);
        line(0).high = true;
        assertEquals("door troubled", next());
        assertEquals(
                Optional.of("told no edge although its level has changed; it was requested anew, edges may be missing"),
                door.trouble());
        assertEquals(Optional.empty(), door.trouble());
        assertTrue(line(0).closed);
        line(1).edge(false, 5);
        assertEquals("door low 5 0", next());
    }

    @Test
    void ofALineThatTellsOneKindOfEdgesTheOtherIsNotMissed() throws IOException, InterruptedException {
        lookOften();
        watched("meter", Edges.RISING);
        line(0).edge(true, 1);
        assertEquals("meter high 1 0", next());
        line(0).high = false;
        watched("bell", Edges.BOTH);
        line(1).high = true;
        assertEquals("bell troubled", next());
        assertFalse(line(0).closed);
        line(0).high = true;
        assertEquals("meter troubled", next());
    }

    @Test
    void aLineWhoseChipHasGoneIsRequestedAnewUntilItIsBack() throws IOException, InterruptedException {
        lookOften();
        var door = watched("door", Edges.BOTH);
        refuse("Device or resource busy");
        line(0).closed = true; // its level can no longer be asked
        assertEquals("door troubled", next());
        assertEquals(
                Optional.of("Bad file descriptor; it cannot be requested anew: Device or resource busy"),
                door.trouble());
        assertThrows(IOException.class, door::high);
        allow();
        while (door.fd() < 0) assertEquals("door troubled", next());
        assertFalse(door.high());
        line(1).edge(true, 9);
        for (var event = next(); !event.equals("door high 9 0"); event = next()) assertEquals("door troubled", event);
    }

    private synchronized void refuse(String reason) {
        refusal = Optional.of(new IOException(reason));
    }

    private synchronized void allow() {
        refusal = Optional.empty();
    }

    @Test
    void aListenersDefectIsItsOwnAffair() throws IOException, InterruptedException {
        var broken = new WatchedLine(() -> request("broken"), Edges.BOTH, new WatchedLine.Listener() {
            @Override
            public void edge(boolean high, long nanos, long lost) {
                throw new IllegalStateException("no room");
            }

            @Override
            public void troubled() {}
        });
        watch.add(broken);
        watched("door", Edges.BOTH);
        line(0).edge(true, 1);
        line(1).edge(true, 2);
        assertEquals("door high 2 0", next());
        assertEquals(
                Optional.of("the driver has a defect: java.lang.IllegalStateException: no room"), broken.trouble());
    }

    @Test
    void theErrorsOfTheLibraryAreInWords() {
        var missing = folder.resolve("gpiochip0");
        assertEquals(
                missing + ": No such file or directory",
                assertThrows(IOException.class, () -> LibC.open(missing)).getMessage());
    }

    @Test
    void aComputerWithoutGpioHasNoChip() throws IOException {
        assertEquals(Optional.empty(), GpioChip.ofHeader(folder));
    }

    @Test
    void aFileThatIsNoChipIsAnError() throws IOException {
        Files.writeString(folder.resolve("gpiochip0"), "");
        assertEquals(
                folder.resolve("gpiochip0") + ": Inappropriate ioctl for device",
                assertThrows(IOException.class, () -> GpioChip.ofHeader(folder)).getMessage());
    }
}
