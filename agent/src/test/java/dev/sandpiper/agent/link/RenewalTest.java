package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the link does when certificates or the password have changed: a planned end, and the next connection at once. */
class RenewalTest {
    @TempDir
    Path folder;

    private Path password;
    private LinkBench bench;

    @BeforeEach
    void aLinkWithAPassword() throws IOException {
        password = Files.writeString(folder.resolve("password"), "old");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        bench = new LinkBench(Duration.ofDays(1), Optional.of(password), "mqtt://one");
    }

    private String shown() {
        return new String(bench.wire.last().login.password().orElseThrow());
    }

    @Test
    void aWorkingConnectionEndsProperlyAndTheNextFollowsWithinTheSameSecond() throws Exception {
        bench.up().acknowledgesAll();
        var before = bench.wire.last();
        bench.pass(30);
        Files.writeString(password, "new");
        bench.pass(10);
        assertTrue(before.disconnected, "the last will must stay unpublished");
        assertEquals(2, bench.wire.tries.size());
        assertEquals("new", shown());
        assertEquals(List.of(), bench.link.report().problems(), "nothing is wrong");
        bench.up();
        assertEquals(List.of("online", "offline", "online"), bench.told);
        bench.pass(60);
        assertEquals(2, bench.wire.tries.size(), "once is enough");
    }

    @Test
    void itWasAwayOnlyForThatMomentAndCommandsThatWaitedAreNotLate() throws Exception {
        bench.up().acknowledgesAll();
        bench.markerReturns(1);
        bench.pass(600);
        Files.writeString(password, "new");
        bench.pass(10);
        bench.up();
        bench.arrives(2, "pump", "on");
        assertEquals(Duration.ZERO, bench.received.getLast().waited().orElseThrow());
    }

    @Test
    void aChangeThatCannotBeUsedLeavesTheConnection() throws Exception {
        bench.up().acknowledgesAll();
        Files.writeString(password, "");
        bench.pass(30);
        assertFalse(bench.wire.last().disconnected);
        assertEquals(1, bench.wire.tries.size());
    }

    @Test
    void aPauseAfterARefusalEndsWithThePasswordThatMayBeRight() throws Exception {
        bench.run();
        bench.fails(Cause.CREDENTIALS);
        bench.pass(5);
        Files.writeString(password, "new");
        bench.pass(10);
        assertEquals(2, bench.wire.tries.size());
        assertEquals("new", shown());
    }

    @Test
    void anAttemptUnderWayBeginsAnew() throws Exception {
        bench.run();
        Files.writeString(password, "new");
        bench.pass(10);
        assertTrue(bench.wire.tries.getFirst().aborted);
        assertEquals(2, bench.wire.tries.size());
        assertEquals("new", shown());
    }

    @Test
    void aStopIsNotHeldUpByIt() throws Exception {
        bench.up();
        bench.link.stop();
        Files.writeString(password, "new");
        bench.pass(20);
        assertTrue(bench.link.stopped());
        assertEquals(1, bench.wire.tries.size());
    }
}
