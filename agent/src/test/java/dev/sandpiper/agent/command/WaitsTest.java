package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {

    /** Whoever comes again then does not come too early. */
    @ParameterizedTest
    @CsvSource({
        "PT0.000000001S, 1ms",
        "PT1.2340001S, 1s235ms",
        "PT9.999S, 9s999ms",
        "PT10S, 10s",
        "PT10.000000001S, 11s",
        "PT61.5S, 1m2s"
    })
    void aWaitIsRoundedUpToWhatPeopleRead(Duration left, String shown) {
        assertEquals(shown, Waits.shown(left));
    }
}
