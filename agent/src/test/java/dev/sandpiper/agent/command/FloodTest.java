package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** More commands at once than can be carried out: memory is bounded, none is forgotten, the outputs are heard in between. */
class FloodTest extends DeskBench {
    private static final Duration A_DAY = Duration.ofDays(1);

    private Arrival command(int number, int size) {
        var text = "{\"id\":\"f%d\",\"value\":true}".formatted(number);
        return arrival(text + " ".repeat(Math.max(0, size - text.length())));
    }

    private void arrives(Arrival arrival) {
        desk.expects(arrival);
        desk.enters(arrival);
    }

    /** Until there is no room, or {@code most}. */
    private int flood(int most, int size) {
        for (var number = 0; number < most; number++) {
            if (!desk.hasRoom()) return number;
            arrives(command(number, size));
        }
        return most;
    }

    private Set<String> inTheEnd() {
        while (desk.run().isZero()) bench.acknowledgeAll();
        bench.settle();
        bench.acknowledgeAll();
        var answers = new TreeSet<String>();
        for (var answer : answers()) assertTrue(answers.add(answer), answer);
        return answers;
    }

    @Test
    void tenThousandAtOnceFindRoom() {
        assertEquals(10_000, flood(10_000, 100));
    }

    @Test
    void eachOfAThousandIsCarriedOutAnsweredAndAcknowledgedOnce() {
        assertEquals(1_000, flood(1_000, 100));
        assertEquals(1_000, inTheEnd().size());
        assertEquals(1_000, carried.size());
        assertEquals(1_000, acknowledged.size());
        assertEquals(A_DAY, desk.run());
    }

    @Test
    void whatWaitsIsBoundedByWhatItWeighs() {
        var most = flood(100_000, 8_192);
        assertTrue(most * 8_192L <= 5 << 20, () -> most + " of 8 KiB");
        assertTrue(most > 400, () -> "only " + most);
    }

    @Test
    void whatWasReadBeforeItWasFullIsTakenAndThereIsRoomAgainWhenSomeAreDone() {
        var most = flood(100_000, 8_192);
        arrives(command(most, 8_192));
        assertFalse(desk.hasRoom());
        inTheEnd();
        assertEquals(most + 1, acknowledged.size());
        assertEquals(most, flood(100_000, 8_192));
    }

    @Test
    void whatIsOnItsWayHereCountsUntilItStaysAway() {
        var huge = command(1, 8_192);
        for (var times = 0; times < 600; times++) desk.expects(huge);
        assertFalse(desk.hasRoom());
        for (var times = 0; times < 600; times++) desk.staysAway(huge);
        assertTrue(desk.hasRoom());
    }

    @Test
    void aMegabyteTakesNoMoreRoomThanTheLongestCommand() {
        var huge = arrival("x".repeat(1 << 20));
        assertEquals(8_193, huge.payload().length);
        for (var times = 0; times < 400; times++) desk.expects(huge);
        assertTrue(desk.hasRoom());
        desk.arrived(huge);
        bench.settle();
        assertEquals("pump {result:rejected,reason:more than the 8192 bytes that are read}", answer());
    }

    @Test
    void outputsAreHeardBetweenTheCommandsSoThatNoneIsTakenForStuck() {
        stuck = true;
        flood(1_000, 100);
        assertEquals(Duration.ZERO, desk.run());
        assertTrue(carried.size() <= 16, () -> carried.size() + " at once");
        for (var order : carried) order.told().accept(new Outcome.Done(Relay.ON));
        bench.time.pass(Duration.ofSeconds(4));
        desk.run();
        bench.settle();
        assertTrue(answers().stream().allMatch(answer -> answer.contains("result:done")), () -> answer());
    }

    @Test
    void theSamePacketTenThousandTimesActsOnceAndIsAnsweredEachTime() {
        for (var times = 0; times < 10_000; times++) {
            var arrival = arrival(ON);
            arrives(arrival);
            if (desk.run().isZero()) continue;
            bench.acknowledgeAll();
        }
        bench.settle();
        bench.acknowledgeAll();
        assertEquals(new Action.Set(Relay.ON), carried.getFirst().order().action());
        assertEquals(1, carried.size());
        assertEquals(10_000, answers().size());
        assertEquals(10_000, acknowledged.size());
    }

    @Test
    void tenThousandTooManyAreEachRefusedOnceAndNoneActs() {
        tooMany = Optional.of(Outcome.rejected("pump: rate_limit is 10 in 1m: come again in 6s"));
        var commits = bench.store().commits();
        assertEquals(10_000, flood(10_000, 60));
        assertEquals(10_000, inTheEnd().size());
        assertTrue(bench.store().commits() - commits <= 50, () -> bench.store().commits() - commits + " commits");
        assertEquals(10_000, acknowledged.size());
        assertEquals(0, carried.size());
    }
}
