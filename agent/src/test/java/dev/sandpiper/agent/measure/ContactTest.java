package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sensors that are read when something changes. */
class ContactTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final SamplerBench bench = new SamplerBench();

    @Test
    void aContactIsPublishedAtStartAndOnEveryChangeInOrder() throws DeviceFault {
        bench.probe.next = Probe.contact(false);
        bench.sampler(bench.probe.onChange());
        bench.pass(1);
        for (var closed : new boolean[] {true, false, true}) {
            bench.change(Probe.contact(closed));
        }
        assertEquals(
                List.of("EDGE state:false", "EDGE state:true", "EDGE state:false", "EDGE state:true"),
                bench.published());
        bench.pass(86_400);
        assertEquals(4, bench.drafts.size());
    }

    @Test
    void aChangeThatIsNoneAnyMoreWhenItIsReadIsNotPublished() throws DeviceFault {
        bench.probe.next = Probe.contact(false);
        bench.sampler(bench.probe.onChange());
        bench.pass(1);
        bench.probe.changed.run();
        bench.probe.changed.run();
        bench.pass(1);
        assertEquals(List.of("EDGE state:false"), bench.published());
    }

    @Test
    void aBouncingContactIsReadWhenItWasQuietForTheDebounceTime() throws DeviceFault {
        bench.probe.next = Probe.contact(false);
        bench.probe.conversion = Duration.ofMillis(20);
        bench.sampler(bench.probe.onChange());
        bench.pass(1);
        bench.probe.next = Probe.contact(true);
        for (var bounce = 0; bounce < 10; bounce++) {
            bench.probe.changed.run();
            bench.pass(Duration.ofMillis(15));
        }
        assertEquals(List.of("EDGE state:false"), bench.published());
        bench.pass(Duration.ofMillis(5));
        assertEquals(List.of("EDGE state:false", "EDGE state:true"), bench.published());
    }

    @Test
    void aContactWithACycleIsPublishedInItToo() throws DeviceFault {
        bench.probe.next = Probe.contact(false);
        bench.sampler(bench.probe.onChangeAndEvery(TEN_SECONDS));
        bench.pass(10);
        assertEquals(List.of("READING state:false", "READING state:false"), bench.published());
        bench.probe.next = Probe.contact(true);
        bench.probe.changed.run();
        bench.pass(1);
        assertEquals("EDGE state:true", bench.published().getLast());
    }
}
