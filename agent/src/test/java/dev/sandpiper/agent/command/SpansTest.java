package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpansTest {

    @ParameterizedTest
    @CsvSource({
        "250ms,PT0.25S",
        "10s,PT10S",
        "5m,PT5M",
        "1h30m,PT1H30M",
        "2d,PT48H",
        "1d2h3m4s5ms,PT26H3M4.005S",
        "0s,PT0S"
    })
    void aDurationHasItsUnitsFromTheLongestToTheShortest(String text, Duration expected) {
        assertEquals(Optional.of(expected), Spans.duration(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "5 s",
                "s",
                "-5s",
                "+5s",
                "1.5s",
                "1m1h",
                "5S",
                "5sec",
                "1e3s",
                "5s ",
                "٥s",
                "99999999999s"
            })
    void anythingElseIsNoDuration(String text) {
        assertEquals(Optional.empty(), Spans.duration(text));
    }

    @Test
    void aDurationBeyondWhatTheClockCanCountIsNone() {
        assertEquals(Optional.of(Duration.ofDays(36_500)), Spans.duration("36500d"));
        assertEquals(Optional.empty(), Spans.duration("36500d1ms"));
        assertEquals(Optional.empty(), Spans.duration("999999d"));
    }

    /** The forms of RFC 3339, sections 5.6 and 5.8. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T06:16:00Z, 2026-11-23T06:16:00Z",
        "2026-11-23t06:16:00z, 2026-11-23T06:16:00Z",
        "2026-11-23 06:16:00Z, 2026-11-23T06:16:00Z",
        "1985-04-12T23:20:50.52Z, 1985-04-12T23:20:50.520Z",
        "1996-12-19T16:39:57-08:00, 1996-12-20T00:39:57Z",
        "1990-12-31T23:59:60Z, 1991-01-01T00:00:00Z",
        "1990-12-31T15:59:60-08:00, 1991-01-01T00:00:00Z",
        "1937-01-01T12:00:27.87+00:20, 1937-01-01T11:40:27.870Z",
        "2026-11-23T06:16:00-00:00, 2026-11-23T06:16:00Z",
        "2026-11-23T06:16:00+23:59, 2026-11-22T06:17:00Z",
        "2026-11-23T06:16:00-23:59, 2026-11-24T06:15:00Z",
        "9999-12-31T23:59:59-23:59, +10000-01-01T23:58:59Z",
        "2026-11-23T06:16:00.1234567891234Z, 2026-11-23T06:16:00.123456789Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void everyFormOfAnInstantIsRead(String text, Instant expected) {
        assertEquals(Optional.of(expected), Spans.instant(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-23",
                "2026-11-23T06:16Z",
                "2026-11-23T06:16:00",
                "2026-11-23T06:16:00+01",
                "2026-11-23T06:16:00+0100",
                "2026-02-29T06:16:00Z",
                "2026-13-01T06:16:00Z",
                "2026-11-23T24:00:00Z",
                "2026-11-23T06:60:00Z",
                "2026-11-23T06:16:61Z",
                "2026-11-23T06:16:60Z",
                "2026-12-31T23:59:60+01:00",
                "2026-11-23T06:16:00,5Z",
                "2026-11-23T06:16:00.Z",
                "+12026-11-23T06:16:00Z",
                "2026-11-23T06:16:00+24:00",
                "2026-11-23T06:16:00+25:00",
                "2026-11-23T06:16:00+01:60",
                "1700000000",
                " 2026-11-23T06:16:00Z"
            })
    void whatIsNoInstantOfRfc3339IsNone(String text) {
        assertEquals(Optional.empty(), Spans.instant(text));
    }
}
