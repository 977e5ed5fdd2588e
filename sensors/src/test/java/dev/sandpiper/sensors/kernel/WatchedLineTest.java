package dev.sandpiper.sensors.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at a line's level means, without the watch's thread. */
class WatchedLineTest {
    @TempDir
    Path folder;

    private final List<PipedLine> opened = new ArrayList<>();
    private boolean refused;
    private final List<String> told = new ArrayList<>();

    private WatchedLine watched(Edges edges) throws IOException {
        return new WatchedLine(this::request, edges, new WatchedLine.Listener() {
            @Override
            public void edge(boolean high, long nanos, long lost) {
                told.add(high ? "high" : "low");
            }

            @Override
            public void troubled() {
                told.add("troubled");
            }
        });
    }

    private Line request() throws IOException {
        if (refused) throw new IOException("Device or resource busy");
        opened.add(new PipedLine(folder, "line" + opened.size()));
        return opened.getLast();
    }

    private void take(WatchedLine line) {
        try (var arena = Arena.ofConfined()) {
            line.take(arena.allocate(GpioAbi.LINE_EVENT, 4));
        }
    }

    @Test
    void anEdgeThatIsOnItsWayIsWaitedFor() throws IOException {
        var line = watched(Edges.BOTH);
        opened.getFirst().high = true;
        assertTrue(line.look(), "to be looked at again soon");
        opened.getFirst().edge(true, 1);
        take(line);
        assertFalse(line.look());
        assertEquals(List.of("high"), told);
        assertEquals(Optional.empty(), line.trouble());
    }

    @Test
    void aLevelThatWentBackMeanwhileIsNoDeafness() throws IOException {
        var line = watched(Edges.BOTH);
        opened.getFirst().high = true;
        assertTrue(line.look());
        opened.getFirst().high = false;
        assertFalse(line.look());
        opened.getFirst().high = true;
        assertTrue(line.look());
        assertEquals(List.of(), told);
    }

    @Test
    void aLevelThatStaysDifferentIsDeafness() throws IOException {
        var line = watched(Edges.BOTH);
        opened.getFirst().high = true;
        line.look();
        assertFalse(line.look());
        assertEquals(List.of("troubled"), told);
        assertEquals(2, opened.size());
    }

    @Test
    void aLineThatCannotBeHadAgainTellsTheFirstReasonEachTimeUntilItCan() throws IOException {
        var line = watched(Edges.BOTH);
        refused = true;
        line.requestAnew("its chip has gone");
        var reason = Optional.of("its chip has gone; it cannot be requested anew: Device or resource busy");
        assertEquals(reason, line.trouble());
        line.look();
        assertEquals(reason, line.trouble());
        refused = false;
        line.look();
        assertEquals(Optional.of("its chip has gone; it was requested anew, edges may be missing"), line.trouble());
        assertFalse(line.high());
    }

    @Test
    void ofALineThatTellsOneKindOfEdgesTheOtherIsSeenByLooking() throws IOException {
        var line = watched(Edges.FALLING);
        opened.getFirst().high = true;
        assertFalse(line.look());
        opened.getFirst().high = false;
        assertTrue(line.look());
    }
}
