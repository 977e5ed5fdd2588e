package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Durations, sizes and suggestions. */
class WrittenFormsTest {
    @Test
    void durationsAreSumsOfTheirParts() {
        assertEquals(Optional.of(Duration.ofMillis(250)), Durations.parse("250ms"));
        assertEquals(Optional.of(Duration.ofSeconds(10)), Durations.parse("10s"));
        assertEquals(Optional.of(Duration.ofMinutes(90)), Durations.parse("1h30m"));
        assertEquals(Optional.of(Duration.ofDays(2)), Durations.parse("2d"));
        assertEquals(Optional.of(Duration.ofMillis(93_784_005)), Durations.parse("1d2h3m4s5ms"));
        assertEquals(Optional.of(Duration.ZERO), Durations.parse("0"));
        assertEquals(Optional.of(Duration.ZERO), Durations.parse("0s"));
    }

    @Test
    void otherFormsAreNoDurations() {
        for (var wrong :
                List.of("", "10", "s", "1.5s", "-1s", "10 s", "10S", "30m1h", "1s1s", "9999999999999999s", "PT1M"))
            assertEquals(Optional.empty(), Durations.parse(wrong), wrong);
    }

    @Test
    void aDurationIsWrittenAsItIsRead() {
        for (var text : List.of("0s", "250ms", "1m", "1h30m", "2d", "18h12m15s", "1d2h3m4s5ms"))
            assertEquals(text, Durations.format(Durations.parse(text).orElseThrow()));
    }

    @Test
    void sizesHaveBinaryUnits() {
        assertEquals(Optional.of(500L), Sizes.parse("500B"));
        assertEquals(Optional.of(65_536L), Sizes.parse("64KiB"));
        assertEquals(Optional.of(10_485_760L), Sizes.parse("10MiB"));
        assertEquals(Optional.of(1_073_741_824L), Sizes.parse("1GiB"));
        for (var wrong : List.of("", "64", "64KB", "64kib", "1.5MiB", "-1B", "64 KiB", "9999999999GiB"))
            assertEquals(Optional.empty(), Sizes.parse(wrong), wrong);
    }

    @Test
    void aSizeIsWrittenAsItIsRead() {
        for (var text : List.of("0B", "500B", "64KiB", "10MiB", "1GiB", "1025KiB"))
            assertEquals(text, Sizes.format(Sizes.parse(text).orElseThrow()));
    }

    @Test
    void theNearestWordIsSuggestedIfItIsNear() {
        var known = List.of("address", "every", "values", "password_file");
        assertEquals(Optional.of("address"), Suggestion.of("adress", known));
        assertEquals(Optional.of("address"), Suggestion.of("adrdess", known));
        assertEquals(Optional.of("address"), Suggestion.of("ADDRESS", known));
        assertEquals(Optional.of("values"), Suggestion.of("value", known));
        assertEquals(Optional.of("password_file"), Suggestion.of("password-file", known));
        assertEquals(Optional.of("password_file"), Suggestion.of("password", known));
        assertEquals(Optional.empty(), Suggestion.of("colour", known));
        assertEquals(Optional.empty(), Suggestion.of("", known));
        assertEquals(Optional.empty(), Suggestion.of("x".repeat(1_000_000), known));
    }
}
