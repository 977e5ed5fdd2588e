package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command is executed at most once and always answered, also when many come and when the agent dies among them. */
class ManyCommandsTest {
    private static final int MANY = 200;

    @TempDir
    Path folder;

    private Site site;
    private Burst burst;

    @BeforeEach
    void anAgentThatTakesLateCommands() {
        site = Site.in(folder, Toggles.PUMP).start();
        burst = new Burst(site, MANY, Duration.ofSeconds(30));
        site.agent().awaitLevels(22, "low");
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void aBurstIsCarriedOutInItsOrderAndEachIsAnswered() throws IOException {
        burst.send();
        burst.awaitAllAnswered();
        burst.assertCarriedOut(site.on("reply/pump"), site.agent().levels(22));
    }

    @Test
    void noneIsExecutedTwiceAndNoneStaysUnansweredWhenTheAgentIsKilledAmongThem() throws IOException {
        burst.send();
        Eventually.until(
                "it is in the middle of them", () -> site.agent().levels(22).size() >= 4);
        site.agent().kill();
        var before = site.agent().levels(22).size();
        site.start();
        burst.awaitAllAnswered();
        assertTrue(before < MANY, "it was killed too late");
        burst.assertNoneActedTwice(site.agent().levels(22).size() - 2); // Less the two requests of the pin.
    }
}
