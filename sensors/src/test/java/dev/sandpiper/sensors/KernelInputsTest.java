package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.kernel.Edges;
import dev.sandpiper.sensors.kernel.Line;
import dev.sandpiper.sensors.kernel.LineWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelInputsTest {
    /** Of no file: whoever polls it is told so. */
    private static final int NO_SUCH_DESCRIPTOR = 1_000_000;
    /** Polled in vain. */
    private static final int NONE = -1;

    @TempDir
    Path devices;

    private record StubbornLine(int fd, boolean high) implements Line {
        @Override
        public void close() {}
    }

    private String refused() {
        try (var inputs = new KernelInputs(devices)) {
            return assertThrows(DeviceFault.class, () -> inputs.request(17, Pull.UP, Trigger.BOTH))
                    .getMessage();
        }
    }

    @Test
    void aComputerWithoutAPisChipIsTold() {
        assertEquals("pin 17: no GPIO chip of a Raspberry Pi was found (its label would contain 'pinctrl')", refused());
    }

    @Test
    void aChipThatCannotBeAskedIsToldWithTheReason() throws IOException {
        var file = Files.writeString(devices.resolve("gpiochip0"), "");
        assertEquals("pin 17 cannot be requested as input: " + file + ": Inappropriate ioctl for device", refused());
    }

    @Test
    void aLineThatHadToBeRequestedAnewIsAFaultOnce() throws Exception {
        var requests = new AtomicInteger();
        var troubled = new CountDownLatch(1);
        try (var watch = new LineWatch()) {
            var pin = new KernelInputs.Pin(
                    17,
                    Edges.BOTH,
                    () -> new StubbornLine(requests.getAndIncrement() == 0 ? NO_SUCH_DESCRIPTOR : NONE, true),
                    watch);
            pin.onEdge(new EdgeListener() {
                @Override
                public void edge(Edge edge) {}

                @Override
                public void troubled() {
                    troubled.countDown();
                }
            });
            assertTrue(troubled.await(30, TimeUnit.SECONDS));
            var fault = assertThrows(DeviceFault.class, pin::level);
            assertEquals("pin 17: its chip has gone; it was requested anew, edges may be missing", fault.getMessage());
            assertTrue(pin.level().high());
            pin.close();
            pin.close();
        }
    }
}
