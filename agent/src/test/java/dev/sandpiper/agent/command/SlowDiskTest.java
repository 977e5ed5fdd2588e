package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A card that stalls for seconds, as worn ones do: what an output said meanwhile is the answer all the same. */
class SlowDiskTest extends DeskBench {
    private final Lane store = new Lane("store");
    private Duration commit = Duration.ZERO;

    @BeforeEach
    void aLane() {
        store.add(desk);
    }

    // Asked before each commit of a command.
    @Override
    public Optional<Outcome.Refused> overRate(String actuator, Order order) {
        bench.time.pass(commit);
        return Optional.empty();
    }

    @Override
    public void carryOut(String actuator, Order order, Consumer<Outcome> told) {
        super.carryOut(actuator, order, outcome -> store.post(() -> told.accept(outcome)));
    }

    private void enter(int commands) {
        for (var number = 0; number < commands; number++)
            desk.enters(arrival("{\"id\":\"a%d\",\"value\":true}".formatted(number)));
    }

    private void untilAllIsDone() {
        while (store.run().isZero()) bench.settle();
        bench.settle();
        bench.acknowledgeAll();
    }

    private long answers(String result) {
        return answers().stream()
                .filter(answer -> answer.contains("result:" + result))
                .count();
    }

    @Test
    void aBurstOfCommandsIsAnsweredAsItWasCarriedOutHoweverLongTheirCommitsTake() {
        commit = Duration.ofMillis(500);
        enter(40);
        untilAllIsDone();
        assertEquals(40, answers("done"));
    }

    @Test
    void anAnswerThatComesWhileSomethingElseIsWrittenIsHeardBeforeTheOutputCountsAsStuck() {
        stuck = true;
        enter(1);
        store.run();
        store.post(() -> {
            bench.time.pass(Duration.ofSeconds(4));
            carried.getFirst().told().accept(new Outcome.Done(Relay.ON));
        });
        untilAllIsDone();
        assertEquals(List.of("pump {id:a0,result:done,value:true}"), answers());
    }

    @Test
    void anOutputThatSaysNothingIsGivenUpAlsoWhileCommandsComeWithoutEnd() {
        stuck = true;
        commit = Duration.ofMillis(500);
        enter(64);
        for (var turn = 0; turn < 2; turn++) store.run();
        assertEquals(Duration.ZERO, store.run(), "some wait still");
        bench.settle();
        assertTrue(answers("failed") >= 16, () -> answers().toString());
    }
}
