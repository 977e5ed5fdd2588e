package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.endtoend.Difference.REPEATS_LATE;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Told by the marker at each broker of scripts/test-brokers. */
@Tag("brokers")
class BrokerLateCommandTest extends LateCommands {
    /** The default of {@code late_commands}. */
    private static final Duration BRIEFLY = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestedBroker TESTED = new TestedBroker();

    @Override
    BrokerSite siteWith(String actuators) {
        return TESTED.site(actuators);
    }

    @Override
    Duration patience() {
        return Duration.ofSeconds(TESTED.differs(REPEATS_LATE) ? 120 : 30);
    }

    @Test
    void aLossOfTheLinkShorterThanTheLimitCountsAsShort() {
        var lost = System.nanoTime();
        TESTED.broker().stop();
        site().agent().signal("-STOP");
        TESTED.broker().start();
        sendToAll();
        site().agent().signal("-CONT");
        var usual = result("usual", "late");
        // RabbitMQ takes ten seconds to start, and longer than the limit where much else runs.
        var brief = System.nanoTime() - lost < BRIEFLY.toNanos();
        assertResults(brief ? "done" : usual, "expired", "done", "expired");
    }

    /** The broker has sent them, nobody acknowledged them: it repeats them when it likes, and they are late all the same. */
    @Test
    void whatWasOnItsWayWhenTheAgentDiedIsLateHoweverLateTheBrokerRepeatsIt() {
        site().agent().signal("-STOP");
        sendToAll();
        site().agent().kill();
        site().start();
        assertResults("expired", "expired", "done", "expired");
    }
}
