package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of {@link CommandKillTest} sees what it is there for. */
class TargetTest {
    private static void judge(Target.Ask ask, List<String> shown, int sent, String... done) {
        new Target("relay", "gpio 22", "low", ask, 0.001).judge(List.of(shown), answers(done), sent);
    }

    private static List<JsonObject> answers(String... done) {
        return Arrays.stream(done)
                .map(value -> BrokerSite.json("{\"result\":\"done\",\"value\":%s}".formatted(value)))
                .toList();
    }

    private static void refused(Target.Ask ask, List<String> shown, int sent, String... done) {
        assertThrows(AssertionError.class, () -> judge(ask, shown, sent, done));
    }

    @Test
    void aToggleThatWasInterruptedMayHaveActedAndNoneActsTwice() {
        assertDoesNotThrow(() -> judge(Target.Ask.TOGGLE, List.of("low", "high", "low"), 2, "true"));
        refused(Target.Ask.TOGGLE, List.of("low", "high", "low", "high"), 2, "true", "false");
    }

    @Test
    void whatIsDoneIsShown() {
        refused(Target.Ask.TOGGLE, List.of("low", "high"), 2, "true", "false");
        refused(Target.Ask.TOGGLE, List.of("low", "high", "low"), 2, "true", "true");
        refused(Target.Ask.ITS_LEVEL, List.of("0.0", "0.002"), 2, "0.001");
    }

    @Test
    void aNumberActsOnce() {
        assertDoesNotThrow(() -> judge(Target.Ask.ITS_LEVEL, List.of("0.0", "0.001", "0.002"), 2, "0.001"));
        refused(Target.Ask.A_NUMBER_OF_ITS_OWN, List.of("0.0", "0.001", "0.002", "0.001"), 3, "0.001");
    }

    @Test
    void aRampDoesNotJump() {
        assertDoesNotThrow(() -> judge(Target.Ask.FAR_BY_A_RAMP, List.of("0.0", "0.01", "0.02"), 1));
        refused(Target.Ask.FAR_BY_A_RAMP, List.of("0.0", "0.9"), 1);
    }
}
