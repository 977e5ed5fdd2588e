package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sensors that tell events, and what sensors keep. */
class EventsTest {
    private final SamplerBench bench = new SamplerBench();

    private Sampler sampler(SensorConfig config) throws DeviceFault {
        var sampler = bench.sampler(config);
        bench.lane.run();
        return sampler;
    }

    @Test
    void eachEventIsPublishedAlsoOneLikeTheLast() throws DeviceFault {
        bench.probe.next = Probe.released();
        sampler(bench.probe.onEvent());
        bench.change(Probe.pressed("press"));
        bench.change(Probe.pressed("press"));
        assertEquals(List.of("EDGE event:press,state:true", "EDGE event:press,state:true"), bench.published());
    }

    @Test
    void withoutAnEventNothingIsPublished() throws DeviceFault {
        bench.probe.next = Probe.released();
        sampler(bench.probe.onEvent());
        bench.change(Probe.released());
        assertEquals(List.of(), bench.published());
    }

    @Test
    void whoAsksIsToldTheStateAndNothingIsPublished() throws DeviceFault {
        bench.probe.next = Probe.released();
        var sampler = sampler(bench.probe.onEvent());
        var answers = new ArrayList<Answer>();
        bench.lane.post(() -> sampler.ask(answers::add));
        bench.lane.run();
        assertEquals(List.of(new Answer.Values(Probe.released())), answers);
        assertEquals(List.of(), bench.published());
    }

    @Test
    void whatItKeepsIsTakenAfterEachReadingAndAtTheEnd() throws DeviceFault {
        bench.probe.kept = Optional.of("1");
        var sampler = sampler(bench.probe.every(Duration.ofSeconds(10)));
        assertEquals(Map.of(sampler.id(), "1"), bench.notes);
        bench.probe.kept = Optional.of("2");
        bench.lane.run();
        assertEquals(Map.of(sampler.id(), "1"), bench.notes);
        sampler.close();
        assertEquals(Map.of(sampler.id(), "2"), bench.notes);
    }

    @Test
    void whatItKeptIsGivenBackBeforeItIsStarted() throws DeviceFault {
        bench.notes.put(bench.probe.every(Duration.ofSeconds(10)).id(), "4711");
        sampler(bench.probe.every(Duration.ofSeconds(10)));
        bench.time.pass(Duration.ofSeconds(10));
        bench.lane.run();
        assertEquals(List.of("4711 before start 1"), bench.probe.recalled);
    }
}
