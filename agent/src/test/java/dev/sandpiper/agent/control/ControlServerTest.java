package dev.sandpiper.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.agent.config.LateCommands;
import dev.sandpiper.agent.config.Limits;
import dev.sandpiper.agent.loop.Loop;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.KeyRanges;
import dev.sandpiper.agent.store.Waiting;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.chip.GpioOutput;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final OneOfEach agent = new OneOfEach();
    private Optional<ControlServer> server = Optional.empty();
    private Optional<Loop> loop = Optional.empty();

    /** An agent with sensor {@code air}, sensor {@code stuck}, which never answers, and {@code pump}. */
    private static final class OneOfEach implements Errands {
        private Optional<Duration> heldFor = Optional.empty();

        @Override
        public Set<String> sensors() {
            return Set.of("air", "stuck");
        }

        @Override
        public Map<String, ActuatorConfig> actuators() {
            return Map.of(
                    "pump",
                    new ActuatorConfig(
                            "pump",
                            GpioOutput.TYPE,
                            new Section(Map.of()),
                            new Initial.At(new Value.Flag(false)),
                            new Value.Flag(false),
                            Limits.NONE,
                            new LateCommands.Refuse(),
                            Set.of()));
        }

        @Override
        public void read(String sensor, Consumer<Answer> answer) {
            if (sensor.equals("air"))
                answer.accept(new Answer.Values(Reading.of("temperature", new Value.Decimal(21, 2))));
        }

        @Override
        public void carryOut(String actuator, Action action, Optional<Duration> holdFor, Consumer<Outcome> outcome) {
            heldFor = holdFor;
            outcome.accept(
                    action instanceof Action.Set(var value)
                            ? new Outcome.Done(value)
                            : Outcome.rejected("it is interlocked"));
        }

        @Override
        public String health() {
            return "{\"ok\":true,\"rtt\":5}";
        }

        @Override
        public String outbox() {
            return "{\"records\":0}";
        }

        @Override
        public void waiting(long key, Consumer<Waiting> answer) {
            if (key < 100) answer.accept(new Waiting(List.of(), KeyRanges.of(List.of(key))));
        }
    }

    @BeforeEach
    void aServer() {
        server = ControlServer.open(folder, new Attendant(agent, Duration.ofMillis(100)));
        loop = Optional.of(new Loop("control", server.orElseThrow()));
        loop.get().start();
    }

    @AfterEach
    void closed() {
        server.ifPresent(ControlServer::close);
        loop.orElseThrow().stop();
        assertTrue(loop.orElseThrow().ended(PATIENCE), "closing the server ends its thread");
        assertFalse(Files.exists(ControlFile.in(folder)));
    }

    private String ask(String request) throws ControlClient.Unanswered {
        return ControlClient.ask(folder, request).orElseThrow();
    }

    @Test
    void answersComeAsTheyAre() throws Exception {
        assertEquals("{\"ok\":true,\"rtt\":5}", ask("{\"do\":\"health\"}"));
        assertEquals("{\"records\":0}", ask("{\"do\":\"outbox\"}"));
        assertEquals(
                "{\"readings\":{\"air\":{\"temperature\":21.0}},\"faults\":{}}",
                ask("{\"do\":\"read\",\"sensors\":[\"air\"]}"));
    }

    @Test
    void aSensorThatDoesNotAnswerIsAFaultBesideTheOthers() throws Exception {
        assertEquals(
                "{\"readings\":{\"air\":{\"temperature\":21.0}},\"faults\":{\"stuck\":\"did not answer within 100ms\"}}",
                ask("{\"do\":\"read\"}"));
    }

    @Test
    void aSensorTheAgentDoesNotHaveIsAFault() throws Exception {
        assertTrue(ask("{\"do\":\"read\",\"sensors\":[\"new\"]}").contains("\"new\":\"the running agent has no such"));
    }

    @Test
    void anActuatorIsSet() throws Exception {
        assertEquals(
                "{\"result\":\"done\",\"value\":true}",
                ask("{\"do\":\"set\",\"actuator\":\"pump\",\"value\":\"ON\",\"for\":\"30s\"}"));
        assertEquals(Optional.of(Duration.ofSeconds(30)), agent.heldFor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "\"0s\"", "30", "\"\"", "null", "\"36501d\"", "\"999999d\""})
    void anActuatorIsNotSetForATimeThatCannotBeRead(String holdFor) throws Exception {
        var answer = ask("{\"do\":\"set\",\"actuator\":\"pump\",\"value\":\"ON\",\"for\":" + holdFor + "}");
        assertTrue(answer.startsWith("{\"result\":\"rejected\",\"reason\":\"'for' must be a duration"), answer);
    }

    @Test
    void whatTheAgentRefusesHasItsReason() throws Exception {
        assertEquals(
                "{\"result\":\"rejected\",\"reason\":\"it is interlocked\"}",
                ask("{\"do\":\"set\",\"actuator\":\"pump\",\"value\":\"toggle\"}"));
        assertTrue(ask("{\"do\":\"set\",\"actuator\":\"pump\",\"value\":\"7\"}").contains("\"rejected\""));
        assertTrue(ask("{\"do\":\"set\",\"actuator\":\"fan\",\"value\":\"on\"}").contains("no such actuator"));
    }

    @Test
    void nonsenseIsAnsweredAndDoesNoHarm() throws Exception {
        assertEquals("{\"error\":\"the request is no valid JSON\"}", ask("hello"));
        assertEquals("{\"error\":\"the request is no JSON object\"}", ask("[]"));
        assertTrue(ask("{\"do\":\"explode\"}").startsWith("{\"error\":"));
        assertTrue(ask("").startsWith("{\"error\":"));
        assertEquals("{\"records\":0}", ask("{\"do\":\"outbox\"}"));
    }

    @Test
    void aRequestWithoutEndIsCutOff() throws Exception {
        assertThrows(ControlClient.Unanswered.class, () -> ask("x".repeat(100_000)));
        assertEquals("{\"records\":0}", ask("{\"do\":\"outbox\"}"));
    }

    @Test
    void aSilentPeerHoldsNobodyUpForLong() throws Exception {
        try (var silent = SocketChannel.open(UnixDomainSocketAddress.of(ControlFile.in(folder)))) {
            assertEquals("{\"records\":0}", ask("{\"do\":\"outbox\"}"));
            var end = ByteBuffer.allocate(1);
            assertEquals(-1, silent.read(end), "the silent peer was sent away");
        }
    }

    @Test
    void aPeerThatLeavesDoesNoHarm() throws Exception {
        try (var hasty = SocketChannel.open(UnixDomainSocketAddress.of(ControlFile.in(folder)))) {
            hasty.write(ByteBuffer.wrap("{\"do\":\"hea".getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals("{\"records\":0}", ask("{\"do\":\"outbox\"}"));
    }

    @Test
    void withoutAnAgentThereIsNoAnswer(@TempDir Path other) throws Exception {
        assertEquals(Optional.empty(), ControlClient.ask(other, "{\"do\":\"health\"}"));
        assertEquals(Optional.empty(), ControlClient.ask(other.resolve("missing"), "{\"do\":\"health\"}"));
        assertEquals(Optional.empty(), ControlClient.ask(other.resolve("l".repeat(100)), "{\"do\":\"health\"}"));
    }

    @Test
    void whatIsLeftOfADeadAgentIsReplaced(@TempDir Path other) throws IOException, ControlClient.Unanswered {
        Files.writeString(ControlFile.in(other), "left behind");
        var next = ControlServer.open(other, agent).orElseThrow();
        var its = new Loop("next", next);
        its.start();
        assertEquals(Optional.of("{\"records\":0}"), ControlClient.ask(other, "{\"do\":\"outbox\"}"));
        next.close();
        its.stop();
        assertTrue(its.ended(PATIENCE));
    }

    @Test
    void aNameTheKernelDoesNotTakeIsNoReasonToEnd(@TempDir Path other) throws IOException {
        var deep = Files.createDirectories(other.resolve("l".repeat(107)));
        assertEquals(Optional.empty(), ControlServer.open(deep, agent));
    }
}
