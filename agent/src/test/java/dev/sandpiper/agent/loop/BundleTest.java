package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleTest {
    private final Mailbox mailbox = new Mailbox(2);
    private final List<String> wakeUps = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private final Bundle<String> bundle = new Bundle<>(mailbox::post, this::take);

    BundleTest() {
        mailbox.wakes(() -> wakeUps.add("awake"));
    }

    private void take(String one) {
        if (one.equals("defect")) throw new IllegalStateException("a defect");
        taken.add(one);
    }

    private void turn(String... all) {
        for (var one : all) bundle.add(one);
        bundle.run();
    }

    @Test
    void whatATurnGatheredIsHandedOverInItsOrderWithOneWakeUp() {
        turn("a", "b", "c");
        mailbox.runAll();
        assertEquals(List.of("a", "b", "c"), taken);
        assertEquals(List.of("awake"), wakeUps);
    }

    @Test
    void aTurnThatGatheredNothingWakesNobody() {
        turn("a");
        turn();
        assertEquals(1, wakeUps.size());
    }

    @Test
    void oneWithADefectTakesNoOtherWithIt() {
        turn("before", "defect", "behind");
        assertThrows(IllegalStateException.class, mailbox::runAll);
        mailbox.runAll();
        assertEquals(List.of("before", "behind"), taken);
    }

    @Test
    void whatAFullMailboxRefusesComesWithTheNextTurnAndOnce() {
        mailbox.post(() -> {});
        mailbox.post(() -> {});
        turn("a");
        mailbox.runAll();
        turn("b");
        mailbox.runAll();
        assertEquals(List.of("a", "b"), taken);
    }
}
