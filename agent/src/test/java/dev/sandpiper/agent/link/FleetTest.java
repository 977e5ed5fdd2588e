package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Fleet.Course;
import dev.sandpiper.agent.link.Fleet.Door;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What 100,000 agents do to a broker that all of them lose at once; decision record 0008 judges the figures. */
class FleetTest {
    private static final int AGENTS = 100_000;
    private static final int LOGINS_PER_SECOND = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Door LATE = new Door(LOGINS_PER_SECOND, Integer.MAX_VALUE, PATIENCE);
    private static final Door REFUSES = new Door(LOGINS_PER_SECOND, LOGINS_PER_SECOND, PATIENCE);

    private static Course lose(Door door, int seconds) {
        return new Fleet(AGENTS, door, 1).lose(Duration.ofSeconds(seconds));
    }

    @Test
    void thrownOutAllComeBackAsFastAsTheBrokerCanTakeThemAndNobodyAsksTwice() {
        var course = lose(LATE, 0);
        assertTrue(course.peak() < 4_000, course.toString());
        assertTrue(course.attempts() <= AGENTS + AGENTS / 100, course.toString());
        assertTrue(course.all().toSeconds() <= AGENTS / LOGINS_PER_SECOND + 5, course.toString());
    }

    @Test
    void aBrokerThatRefusesWhatItCannotTakeHasThemAllWithinTwoMinutes() {
        var course = lose(REFUSES, 10);
        assertTrue(course.peak() < 6_000, course.toString());
        assertTrue(course.all().compareTo(Duration.ofMinutes(2)) < 0, course.toString());
    }

    /** Writes the table of decision record 0008. */
    @Test
    @Tag("long")
    void theWholeTable() throws IOException {
        var table = new StringBuilder(
                "| door | down | peak, 1/s | most waiting | attempts each | half back | all back |\n");
        for (var seconds : new int[] {0, 10, 300, 3600}) {
            table.append(row("late", seconds, lose(LATE, seconds)));
            table.append(row("refuses", seconds, lose(REFUSES, seconds)));
        }
        Files.writeString(Path.of("target", "fleet.md"), table);
    }

    private static String row(String door, int seconds, Course course) {
        assertTrue(course.peak() < 6_000 && course.all().compareTo(Duration.ofMinutes(2)) < 0, course.toString());
        return String.format(
                Locale.ROOT,
                "| %s | %d s | %,d | %,d | %.1f | %d s | %d s |%n",
                door,
                seconds,
                course.peak(),
                course.mostWaiting(),
                course.attempts() / (double) AGENTS,
                course.median().toSeconds(),
                course.all().toSeconds());
    }
}
