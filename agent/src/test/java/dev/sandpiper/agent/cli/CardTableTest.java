package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.store.CardUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators are told of cards and {@code max_size} is what {@code check} would tell them. */
class CardTableTest {
    private static final double PAYLOAD = 143;
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void theTableInTheDocumentationIsMadeOfTheSameFigures() throws IOException {
        var rows = Files.readString(Path.of("../docs/operating.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("## Card and"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.matches("\\| [0-9].*"))
                .toList();
        assertEquals(Stream.of(0.1, 1.0, 5.0, 20.0).map(CardTableTest::row).toList(), rows);
    }

    private static String row(double rate) {
        var second = new CardUse(rate, PAYLOAD, Duration.ofSeconds(1));
        var tenSeconds = new CardUse(rate, PAYLOAD, Duration.ofSeconds(10));
        var cells = List.of(
                rate < 1 ? "" + rate : "" + (int) rate,
                Figures.span(second.outage(16 * MEBIBYTE)),
                Figures.span(second.outage(64 * MEBIBYTE)),
                Figures.span(second.outage(256 * MEBIBYTE)),
                gigabytes(second),
                gigabytes(tenSeconds),
                years(second),
                years(tenSeconds));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String gigabytes(CardUse use) {
        return String.format(Locale.ROOT, "%.2f", use.bytesWrittenADay() / 1e9);
    }

    private static String years(CardUse use) {
        return Figures.years(use.yearsOf32Gigabytes()).replace("about ", "").replace(" years", "");
    }
}
