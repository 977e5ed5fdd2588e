package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.BrokerWords;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.loop.SystemTime;
import dev.sandpiper.agent.operator.Sending.Unanswered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SendingTest {
    private static final String COMMAND = "sandpiper/hut/command/pump";
    private static final String REPLY = "sandpiper/hut/reply/pump";
    private static final Order ORDER = new Order("hut", "pump", "7f3a", "{\"id\":\"7f3a\"}");

    private final ScriptedBroker broker = new ScriptedBroker();
    private final List<String> told = new ArrayList<>();

    private Sending sending(Duration timeout) {
        try {
            var words = new BrokerWords().urls(List.of("mqtt://localhost")).text("username", Optional.of("ada"));
            var config = BrokerConfig.of(words, Environment.ofThisMachine());
            var entrance = new Entrance(
                    config, SystemTime.ofKernel(), RandomGenerator.getDefault(), broker, BrokerWords::asTyped);
            return new Sending(entrance, ORDER, timeout, told::add);
        } catch (ConfigErrors impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Sending.Answer answer() throws Unanswered {
        return sending(Duration.ofMinutes(1)).answer();
    }

    private String silence(Duration timeout) {
        return assertThrows(Unanswered.class, sending(timeout)::answer).getMessage();
    }

    @Test
    void itListensForTheReplyBeforeItSendsTheCommand() throws Unanswered {
        broker.says(COMMAND, REPLY, "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":true}");
        assertTrue(answer().reply().done());
        assertTrue(broker.asked.getFirst().matches("mqtt://localhost as sandpiper-[0-9a-f]{12}, CLEAN, will false"));
        assertEquals(
                List.of(
                        "subscribe " + REPLY
                                + " sandpiper/hut/reply/agent sandpiper/hut/status sandpiper/hut/info sandpiper/hut/health",
                        "publish " + COMMAND + " {\"id\":\"7f3a\"} NO",
                        "disconnect"),
                broker.asked.subList(1, broker.asked.size()));
        assertEquals(List.of(), told);
    }

    @Test
    void anothersReplyIsNotTheAnswer() throws Unanswered {
        broker.says(COMMAND, REPLY, "{\"id\":\"other\",\"result\":\"done\"}")
                .says(COMMAND, REPLY, "{")
                .says(COMMAND, "sandpiper/hut/reply/agent", "{\"id\":\"7f3a\",\"result\":\"rejected\"}");
        assertEquals("rejected", answer().reply().result());
    }

    @Test
    void whoMayNotHearTheReplySendsNothing() {
        broker.refusesSubscriptions();
        assertEquals(
                "not sent: the broker does not let user 'ada' read sandpiper/hut/reply/pump, where the answer comes; allow it",
                silence(Duration.ofMinutes(1)));
        assertTrue(broker.asked.stream().noneMatch(each -> each.startsWith("publish")));
    }

    @Test
    void aConnectionThatEndsLeavesTheFateOfTheCommandOpen() {
        broker.closesAfter(COMMAND);
        assertEquals(
                "the broker closed the connection; command 7f3a was sent and may be carried out until its time is over",
                silence(Duration.ofMinutes(1)));
    }

    @Test
    void aReplyThatCameBeforeTheConnectionEndedIsTheAnswer() throws Unanswered {
        broker.says(COMMAND, REPLY, "{\"id\":\"7f3a\",\"result\":\"done\"}").closesAfter(COMMAND);
        assertTrue(answer().reply().done());
    }

    @Test
    void whatIsKnownOfASilentDeviceIsToldAtOnceAndAtTheEnd() {
        broker.keeps("sandpiper/hut/status", "offline").keeps("sandpiper/hut/info", "{\"actuators\":{\"lamp\":{}}}");
        assertEquals(
                "no answer within 500ms: hut is offline, and has no actuator 'pump', only lamp",
                silence(Duration.ofMillis(500)));
        assertEquals(List.of("hut is offline; waiting for it until the time is over"), told);
    }

    @Test
    void ctrlCSaysWhetherTheCommandWasSent() {
        Thread.currentThread().interrupt();
        assertEquals("not sent: interrupted", silence(Duration.ofMinutes(1)));
    }
}
