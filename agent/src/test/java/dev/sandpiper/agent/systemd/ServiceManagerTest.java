package dev.sandpiper.agent.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
    private static final String ME = Long.toString(ProcessHandle.current().pid());

    private final List<String> told = new ArrayList<>();
    private final ServiceManager manager = new ServiceManager(told::add, Optional.empty());

    @Test
    void withoutASocketThereIsNone() {
        assertTrue(ServiceManager.in(Map.of()).isEmpty());
        assertTrue(ServiceManager.in(Map.of("NOTIFY_SOCKET", "", "WATCHDOG_USEC", "1"))
                .isEmpty());
        assertTrue(ServiceManager.in(Map.of("NOTIFY_SOCKET", "vsock:2:1")).isEmpty());
    }

    @Test
    void aPeriodIsMeantForThisProcessUnlessItNamesAnother() {
        var minute = Optional.of(Duration.ofMinutes(1));
        assertEquals(minute, ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "60000000")));
        assertEquals(minute, ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", ME)));
        assertEquals(
                Optional.empty(), ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "1m", "99999999999999999999"})
    void whatIsNoPeriodIsNone(String micros) {
        assertEquals(Optional.empty(), ServiceManager.watchdog(Map.of("WATCHDOG_USEC", micros)));
    }

    @Test
    void aStatusIsALineAndIsToldWhenItIsAnother() {
        manager.status("one\nline");
        manager.status("one\nline");
        manager.status("another");
        assertEquals(List.of("STATUS=one line", "STATUS=another"), told);
    }

    @Test
    void aReloadBeginsAtAPointOfTheClockThatNeverJumps() {
        var before = System.nanoTime() / 1000;
        manager.reloading();
        var words = told.getFirst().split("\nMONOTONIC_USEC=");
        assertEquals("RELOADING=1", words[0]);
        var at = Long.parseLong(words[1]);
        assertTrue(before <= at && at <= System.nanoTime() / 1000);
    }
}
