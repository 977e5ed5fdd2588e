package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Cycle.Phase;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CycleTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final SimulatedTime time = new SimulatedTime();

    /** When it is due, by the right calendar, as long as {@code span} passes. */
    private List<Instant> due(Cycle cycle, Duration span) {
        var due = new ArrayList<Instant>();
        var end = time.now() + span.toNanos();
        while (true) {
            if (cycle.due()) {
                due.add(time.truth());
                cycle.next();
            }
            if (time.now() + cycle.pause().toNanos() > end) break;
            time.pass(cycle.pause());
        }
        time.advanceTo(end);
        return due;
    }

    private static Instant at(String clock) {
        return Instant.parse("2026-11-" + clock + "Z");
    }

    @Test
    void tenMillisecondsDoNotDriftInAnHour() {
        var cycle = Cycle.fromNow(time, Duration.ofMillis(10), Phase.OWN);
        var due = due(cycle, Duration.ofHours(1));
        assertEquals(360_001, due.size());
        assertEquals(SimulatedTime.START.plusSeconds(3600), due.getLast());
    }

    @Test
    void twoDaysDoNotDriftInWeeksHoweverLateTheyAreServed() {
        var cycle = Cycle.fromNow(time, Duration.ofDays(2), Phase.OWN);
        var random = new Random(1);
        for (var day = 0; day <= 42; day += 2) {
            assertTrue(cycle.due());
            assertEquals(Duration.ofDays(day).toNanos(), cycle.dueAt());
            time.pass(Duration.ofSeconds(random.nextInt(3600)));
            cycle.next();
            time.advanceTo(cycle.dueAt());
        }
    }

    @Test
    void byTheCalendarItIsDueAtWholeMultiplesAfterTheFirst() {
        time.pass(Duration.ofMillis(3_700));
        var cycle = Cycle.fromNow(time, TEN_SECONDS, Phase.CALENDAR);
        assertEquals(
                List.of(at("23T06:00:03.700"), at("23T06:00:10"), at("23T06:00:20"), at("23T06:00:30")),
                due(cycle, Duration.ofSeconds(30)));
    }

    @Test
    void aDayEndsAtMidnightInUtc() {
        var cycle = Cycle.untilEnd(time, Duration.ofDays(1), Phase.CALENDAR);
        assertEquals(List.of(at("24T00:00:00"), at("25T00:00:00")), due(cycle, Duration.ofDays(2)));
    }

    @Test
    void anHourIsFullWithinAMinuteAfterTheClockBecameRight() {
        time.lose(Duration.ofDays(-300).plusMillis(-1_234_567));
        var cycle = Cycle.fromNow(time, Duration.ofHours(1), Phase.CALENDAR);
        assertEquals(
                List.of(at("23T06:00:00"), at("23T07:00:00")),
                due(cycle, Duration.ofMinutes(90)),
                "by itself, whatever the clock shows");
        time.synchronise();
        assertEquals(List.of(at("23T08:00:00"), at("23T09:00:00")), due(cycle, Duration.ofMinutes(100)));
    }

    @Test
    void whatIsDueBeforeTheLookIsNotMissed() {
        time.pass(Duration.ofMinutes(57));
        time.lose(Duration.ofHours(-7));
        var cycle = Cycle.fromNow(time, Duration.ofHours(6), Phase.CALENDAR);
        due(cycle, Duration.ofMinutes(1));
        time.synchronise();
        assertEquals(List.of(at("23T12:00:00")), due(cycle, Duration.ofHours(7)));
    }

    @Test
    void aClockThatIsCorrectedALittleMakesNoTimeDueTwiceAndNoneMissed() {
        var cycle = Cycle.fromNow(time, TEN_SECONDS, Phase.CALENDAR);
        time.misinform(Duration.ofMillis(700));
        due(cycle, Duration.ofMillis(9_400));
        time.misinform(Duration.ofMillis(-900));
        var due = due(cycle, Duration.ofSeconds(25));
        assertEquals(List.of(at("23T06:00:20.900"), at("23T06:00:30.900")), due, "one was served at 9.3 s");
    }

    @Test
    void aClockThatWasWrongByHoursMovesTheNextTimeByHalfACycleAtMost() {
        for (var seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var clock = new SimulatedTime();
            clock.pass(Duration.ofMillis(random.nextInt(100_000)));
            var cycle = Cycle.fromNow(clock, TEN_SECONDS, Phase.CALENDAR);
            var due = new ArrayList<Long>();
            for (var i = 0; i < 200; i++) {
                if (random.nextInt(20) == 0)
                    clock.misinform(Duration.ofMillis(random.nextInt(20_000_000) - 10_000_000));
                if (cycle.due()) {
                    due.add(clock.now());
                    cycle.next();
                }
                clock.pass(Step.sooner(cycle.pause(), Duration.ofMillis(random.nextInt(3000) + 1)));
            }
            // The first is due at the start.
            for (var i = 2; i < due.size(); i++) {
                var gap = Duration.ofNanos(due.get(i) - due.get(i - 1)).toMillis();
                assertTrue(gap >= 5_000 && gap <= 15_000, "seed " + seed + ": " + gap + " ms");
            }
        }
    }

    @Test
    void whatIsDueWhenTheClockBecomesRightIsDueAllTheSame() {
        time.lose(Duration.ofHours(-7));
        time.pass(Duration.ofMillis(3_700));
        var cycle = Cycle.fromNow(time, TEN_SECONDS, Phase.CALENDAR);
        time.synchronise();
        assertTrue(cycle.due());
    }

    @Test
    void whatIsLeftAloneStaysSoWhenTheClockIsCorrected() {
        var cycle = Cycle.fromNow(time, TEN_SECONDS, Phase.CALENDAR);
        due(cycle, Duration.ofSeconds(20));
        cycle.leaveAlone(Duration.ofMinutes(1));
        time.misinform(Duration.ofSeconds(3));
        cycle.due();
        assertTrue(time.until(cycle.dueAt()).compareTo(Duration.ofSeconds(50)) > 0);
    }

    @Test
    void anotherLengthIsByTheCalendarToo() {
        var cycle = Cycle.fromNow(time, TEN_SECONDS, Phase.CALENDAR);
        due(cycle, TEN_SECONDS);
        cycle.every(Duration.ofSeconds(4));
        assertEquals(List.of(at("23T06:00:12"), at("23T06:00:16")), due(cycle, Duration.ofSeconds(7)));
    }

    @Test
    void anyCalendarCanBeReckonedWith() {
        time.misinform(Duration.ofDays(3_000_000));
        var cycle = Cycle.fromNow(time, Duration.ofDays(365), Phase.CALENDAR);
        cycle.next();
        assertTrue(cycle.pause().compareTo(Duration.ofMinutes(1)) <= 0);
    }

    @Test
    void aWeekInWhichTheClockJumpsBothWaysHasAllItsReadings() {
        var random = new Random(1);
        var cycle = Cycle.fromNow(time, TEN_SECONDS, Phase.OWN);
        for (var reading = 0; reading <= 7 * 8640; reading++) {
            assertTrue(cycle.due());
            assertEquals(reading * TEN_SECONDS.toNanos(), cycle.dueAt());
            cycle.next();
            time.pass(Duration.ofMillis(random.nextInt(9_000)));
            if (random.nextInt(500) == 0)
                time.set(Duration.ofMillis(random.nextLong(-40_000_000_000L, 40_000_000_000L)));
            time.pass(cycle.pause());
        }
    }

    @Test
    void aWeekByTheCalendarEndsOnItWhateverTheClockShowedInBetween() {
        var random = new Random(1);
        var cycle = Cycle.fromNow(time, TEN_SECONDS, Phase.CALENDAR);
        var readings = 0;
        for (var hour = 1; hour <= 7 * 24; hour++) {
            time.misinform(hour == 7 * 24 ? Duration.ZERO : Duration.ofMillis(random.nextInt(-40_000_000, 40_000_000)));
            var due = due(cycle, Duration.ofHours(1));
            readings += due.size();
            var error = due.getLast().getEpochSecond() % 10;
            if (hour == 7 * 24) assertEquals(0, error, "on whole tens of the right clock: " + due.getLast());
        }
        // Each jump moves the next reading by five seconds at most.
        assertEquals(7 * 8640, readings, 7 * 24 / 2.0);
    }
}
