package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sensors that tell events, and what sensors keep. */
class EventsTest {
    private final SimulatedTime time = new SimulatedTime();
    private final Probe probe = new Probe(time);
    private final Lane lane = new Lane("gpio");
    private final List<Draft> drafts = new ArrayList<>();
    private final Notebook notebook = new Notebook();

    private static final class Notebook implements Memory {
        final Map<String, String> notes = new HashMap<>();

        @Override
        public Optional<String> recall(String sensor) {
            return Optional.ofNullable(notes.get(sensor));
        }

        @Override
        public void keep(String sensor, String text) {
            notes.put(sensor, text);
        }
    }

    private Sampler sampler(SensorConfig config) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        var bus = new BusWatch("gpio", time, Optional::empty);
        var sampler = new Sampler(config, board, bus, time, drafts::add, lane::post, notebook);
        lane.add(sampler);
        lane.run();
        return sampler;
    }

    private void change(Reading reading) {
        probe.next = reading;
        probe.changed.run();
        lane.run();
    }

    private List<String> published() {
        return drafts.stream()
                .map(draft -> draft.kind() + " " + draft.body().replace("\"", ""))
                .toList();
    }

    @Test
    void eachEventIsPublishedAlsoOneLikeTheLast() throws DeviceFault {
        probe.next = Probe.released();
        sampler(probe.onEvent());
        change(Probe.pressed("press"));
        change(Probe.pressed("press"));
        assertEquals(List.of("EDGE event:press,state:true", "EDGE event:press,state:true"), published());
    }

    @Test
    void withoutAnEventNothingIsPublished() throws DeviceFault {
        probe.next = Probe.released();
        sampler(probe.onEvent());
        change(Probe.released());
        assertEquals(List.of(), published());
    }

    @Test
    void whoAsksIsToldTheStateAndNothingIsPublished() throws DeviceFault {
        probe.next = Probe.released();
        var sampler = sampler(probe.onEvent());
        var answers = new ArrayList<Answer>();
        lane.post(() -> sampler.ask(answers::add));
        lane.run();
        assertEquals(List.of(new Answer.Values(Probe.released())), answers);
        assertEquals(List.of(), published());
    }

    @Test
    void whatItKeepsIsTakenAfterEachReadingAndAtTheEnd() throws DeviceFault {
        probe.kept = Optional.of("1");
        var sampler = sampler(probe.every(Duration.ofSeconds(10)));
        assertEquals(Map.of(sampler.id(), "1"), notebook.notes);
        probe.kept = Optional.of("2");
        lane.run();
        assertEquals(Map.of(sampler.id(), "1"), notebook.notes);
        sampler.close();
        assertEquals(Map.of(sampler.id(), "2"), notebook.notes);
    }

    @Test
    void whatItKeptIsGivenBackBeforeItIsStarted() throws DeviceFault {
        notebook.notes.put(probe.every(Duration.ofSeconds(10)).id(), "4711");
        sampler(probe.every(Duration.ofSeconds(10)));
        time.pass(Duration.ofSeconds(10));
        lane.run();
        assertEquals(List.of("4711 before start 1"), probe.recalled);
    }
}
