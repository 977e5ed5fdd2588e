package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code rate_limit}: so many commands at once, then one each time its share has passed. */
class RateLimitTest {
    private final OutputRig rig = new OutputRig(relay("lamp").rateLimit(3, "1m")).start();

    private Optional<Outcome.Refused> ask(Value value, Optional<Duration> holdFor) {
        return rig.output("lamp")
                .overRate(new Order(new Action.Set(value), holdFor, Cause.COMMAND, Optional.empty(), 0));
    }

    private Optional<Outcome.Refused> ask(Value value) {
        return ask(value, Optional.empty());
    }

    private static Optional<Outcome.Refused> comeAgain(String wait) {
        return Optional.of(Outcome.rejected("lamp: rate_limit is 3 in 1m: come again in " + wait));
    }

    @Test
    void asManyAtOnceThenOneForEachShare() {
        for (var i = 0; i < 3; i++) assertEquals(Optional.empty(), ask(ON));
        assertEquals(comeAgain("20s"), ask(ON));
        rig.pass(Duration.ofMillis(19_999));
        assertEquals(comeAgain("1ms"), ask(ON));
        rig.pass(Duration.ofMillis(1));
        assertEquals(Optional.empty(), ask(ON));
        assertEquals(comeAgain("20s"), ask(ON));
    }

    @Test
    void restMakesItFullAgainButNoMore() {
        for (var i = 0; i < 3; i++) ask(ON);
        rig.pass(3600);
        for (var i = 0; i < 3; i++) assertEquals(Optional.empty(), ask(ON));
        assertEquals(comeAgain("20s"), ask(ON));
    }

    @Test
    void goingToSafeIsNeitherLimitedNorCounted() {
        for (var i = 0; i < 100; i++) assertEquals(Optional.empty(), ask(OFF));
        for (var i = 0; i < 3; i++) assertEquals(Optional.empty(), ask(ON));
        assertEquals(Optional.empty(), ask(OFF));
    }

    @Test
    void goingToSafeForATimeCounts() {
        for (var i = 0; i < 3; i++) ask(ON);
        assertEquals(comeAgain("20s"), ask(OFF, Optional.of(Duration.ofSeconds(5))));
    }

    @Test
    void withoutItNothingIsLimited() {
        var free = new OutputRig(relay("lamp")).start().output("lamp");
        var on = new Order(new Action.Set(ON), Optional.empty(), Cause.COMMAND, Optional.empty(), 0);
        for (var i = 0; i < 1000; i++) assertEquals(Optional.empty(), free.overRate(on));
    }
}
