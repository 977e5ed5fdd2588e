package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private final Throughput throughput = new Throughput();

    /** One message at a time, as history leaves, on a link with so many bytes per second and such a round trip. */
    private void drain(int messages, double bytesPerSecond, Duration roundTrip) {
        for (var message = 0; message < messages; message++) {
            var bytes = throughput.perSecond();
            throughput.acknowledged(bytes, roundTrip.toNanos() + (long) (bytes * 1e9 / bytesPerSecond));
        }
    }

    @Test
    void onASlowLinkWithALongRoundTripHistoryStaysBelowOneSecondOfIt() {
        throughput.roundTrip(Duration.ofSeconds(2).toNanos());
        for (var message = 0; message < 50; message++) {
            drain(1, 1_000, Duration.ofSeconds(2));
            assertEquals(1_000, throughput.perSecond(), 1);
        }
    }

    @Test
    void aFastLinkIsUsedWholeAfterAFewMessages() {
        throughput.roundTrip(Duration.ofMillis(50).toNanos());
        drain(2, 10e6, Duration.ofMillis(50));
        assertEquals(65_536, throughput.perSecond());
    }

    @Test
    void aLinkThatBecomesSlowIsAskedForLessAfterOneMessage() {
        throughput.roundTrip(Duration.ofMillis(50).toNanos());
        drain(3, 10e6, Duration.ofMillis(50));
        drain(1, 5_000, Duration.ofMillis(50));
        assertEquals(5_000, throughput.perSecond(), 50);
    }

    @Test
    void aPauseWhileLittleIsUnderWaySaysNothingOfTheLink() {
        throughput.roundTrip(Duration.ofMillis(1).toNanos());
        drain(3, 10e6, Duration.ofMillis(1));
        throughput.acknowledged(200, Duration.ofSeconds(3).toNanos());
        assertEquals(65_536, throughput.perSecond());
    }

    @Test
    void theSlowestLinkIsStillAskedForARecordOrTwo() {
        throughput.roundTrip(Duration.ofSeconds(5).toNanos());
        drain(5, 50, Duration.ofSeconds(5));
        assertEquals(512, throughput.perSecond());
    }

    @Test
    void aNewConnectionBeginsSlow() {
        drain(5, 10e6, Duration.ofMillis(1));
        assertTrue(throughput.perSecond() > 4_096);
        throughput.begin();
        assertEquals(4_096, throughput.perSecond());
    }
}
