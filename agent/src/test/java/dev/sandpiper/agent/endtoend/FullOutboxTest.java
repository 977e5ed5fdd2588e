package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.endtoend.Arrivals.Arrival;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outage longer than the outbox can hold: what is given up is announced, to the record. Contract sections 2 and 6. */
class FullOutboxTest {
    /** So long that the outbox is soon full: each record has one. */
    private static final List<String> IDS = List.of("a".repeat(60), "b".repeat(60), "c".repeat(60));

    @TempDir
    Path folder;

    private Site site;

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void thinningGivesUpEveryOtherReadingAndTellsHowMany() throws IOException {
        fillUp("thin");
        assertGapsAccountForWhatIsMissing();
    }

    @Test
    void dropOldestGivesUpTheOldestAndTellsHowMany() throws IOException {
        fillUp("drop-oldest");
        assertGapsAccountForWhatIsMissing();
        var run = site.arrivals().runs().getFirst();
        var first = site.arrivals().all().stream()
                .filter(arrival -> arrival.run() == run)
                .mapToLong(Arrival::seq)
                .min()
                .orElseThrow();
        assertTrue(first > 1, "the oldest are gone");
    }

    private void fillUp(String whenFull) throws IOException {
        site = Site.in(folder, """
                outbox: { directory: outbox, max_size: 1MiB, commit_every: 100ms, fresh_for: 1s, when_full: %s }
                sensors:
                  - { id: %s, type: system, every: 2ms }
                  - { id: %s, type: system, every: 2ms }
                  - { id: %s, type: system, every: 2ms }
                """.formatted(whenFull, IDS.get(0), IDS.get(1), IDS.get(2)));
        site.broker().stop();
        site.agent().start();
        site.agent().awaitLog("the outbox is full");
        var full = System.nanoTime();
        Eventually.until("more is given up", () -> System.nanoTime() - full > 1_000_000_000L);
        // A quarter on top: on a machine that stalls, a second's 1500 records are committed at one go.
        assertTrue(bytesOnDisk() <= 5 << 18, bytesOnDisk() + " bytes on the disk");
        assertEquals(1, site.agent().logLinesWith("the outbox is full").size(), "said once");
        // What is measured from here on is not to be full as well.
        site.agent().terminate();
        site.agent().configure(Files.readString(site.agent().file("agent.yaml")).replace("every: 2ms", "every: 1s"));
        site.broker().start();
        site.start();
    }

    private List<Path> files() {
        try (var files = Files.list(site.agent().file("outbox"))) {
            return files.toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private long bytesOnDisk() {
        return files().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    private void assertGapsAccountForWhatIsMissing() {
        var previous = site.info().getAsJsonObject("previous");
        var run = previous.get("run").getAsLong();
        var last = previous.get("last_seq").getAsLong();
        Eventually.until("the former run has drained", Duration.ofSeconds(60), () -> arrived(run, last));
        Eventually.until("all that is missing is announced", () -> announced() == missing(run));
        assertTrue(announced() > 0, "nothing was given up");
        for (var gap : site.onceOn("gap")) {
            assertEquals(List.of("ts", "run", "from", "to", "dropped", "reason", "ids"), List.copyOf(gap.keySet()));
            assertEquals("full", gap.get("reason").getAsString());
            assertEquals(run, gap.get("run").getAsLong());
            var span = gap.get("to").getAsLong() - gap.get("from").getAsLong() + 1;
            assertTrue(gap.get("dropped").getAsLong() <= span, gap.toString());
            assertTrue(IDS.containsAll(ids(gap)), gap.toString());
        }
    }

    private boolean arrived(long run, long seq) {
        var arrivals = site.arrivals();
        return arrivals.runs().contains(run) && arrivals.lastSeq(run) == seq;
    }

    private long missing(long run) {
        return site.arrivals().missing(run).size();
    }

    private long announced() {
        return site.onceOn("gap").stream()
                .mapToLong(gap -> gap.get("dropped").getAsLong())
                .sum();
    }

    private static Set<String> ids(JsonObject gap) {
        return gap.getAsJsonArray("ids").asList().stream()
                .map(id -> id.getAsString())
                .collect(Collectors.toSet());
    }
}
