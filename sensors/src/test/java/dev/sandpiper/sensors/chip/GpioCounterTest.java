package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.Level;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Sensor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpioCounterTest {
    private Bench bench;

    @BeforeEach
    void open() throws DeviceFault {
        bench = new Bench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Sensor open(Map<String, Object> options) throws DeviceFault {
        var all = new HashMap<String, Object>(Map.of("pin", 17L));
        all.putAll(options);
        return bench.open(GpioCounter.TYPE, all);
    }

    /** Pulses of equal halves, in this time altogether. */
    private void pulses(int count, Duration time) {
        for (var pulse = 0; pulse < count; pulse++) {
            bench.board.drive(17, true);
            bench.pass(time.dividedBy(2L * count));
            bench.board.drive(17, false);
            bench.pass(time.dividedBy(2L * count));
        }
    }

    private String read(Sensor sensor) throws DeviceFault {
        return bench.read(sensor).values().toString();
    }

    private String count(Sensor sensor) throws DeviceFault {
        return bench.read(sensor).values().get("count").toString();
    }

    @Test
    void theFirstReadingWaitsASecondForItsRate() throws DeviceFault {
        var sensor = open(Map.of());
        assertEquals(Duration.ofSeconds(1), sensor.start());
        pulses(5, Duration.ofSeconds(1));
        assertEquals("{count=5, rate=5.0}", sensor.read().values().toString());
    }

    @Test
    void theRateIsTheMeanSinceTheReadingBefore() throws DeviceFault {
        var sensor = open(Map.of());
        assertEquals("{count=0, rate=0.0}", read(sensor));
        pulses(75, Duration.ofSeconds(10));
        assertEquals("{count=75, rate=7.5}", read(sensor));
        bench.pass(Duration.ofSeconds(10));
        assertEquals("{count=75, rate=0.0}", read(sensor));
    }

    @Test
    void aReadingSoonAfterAnotherLooksBackToTheOneBeforeIt() throws DeviceFault {
        var sensor = open(Map.of());
        read(sensor);
        pulses(100, Duration.ofSeconds(10));
        read(sensor);
        pulses(2, Duration.ofMillis(200));
        assertEquals("{count=102, rate=10.0}", read(sensor));
        pulses(2, Duration.ofMillis(200));
        assertEquals("{count=104, rate=10.0}", read(sensor));
        bench.pass(Duration.ofMillis(600));
        assertEquals("{count=104, rate=4.0}", read(sensor), "four pulses in the second since the reading before");
    }

    @ParameterizedTest
    @CsvSource({
        "active, high, 3",
        "active, low, 4",
        "rising, low, 3",
        "falling, high, 4",
        "both, high, 7",
    })
    void itsEdgesCount(String edge, String active, String count) throws DeviceFault {
        bench.board.drive(17, true);
        var sensor = open(Map.of("edge", edge, "active", active));
        bench.board.drive(17, false);
        pulses(3, Duration.ofSeconds(1));
        assertEquals(count, count(sensor));
    }

    /**
     * YF-S201 and its like: 450 pulses a litre; 7.5 Hz are 1 L/min. A meter with 1000 imp/kWh and 3 pulses in 10 s: 1080
     * W. A tipping bucket with 0.2794 mm. Davis' and Adafruit's anemometer: a pulse a second is 2.4 km/h, hence 1.5
     * pulses a metre.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flow       | 450  | 1      | 75 | {count=75, rate=7.5, flow=1.0}
            energy     | 1000 | 1      | 3  | {count=3, rate=0.3, energy=3.0, power=1080.0}
            rain       | 1    | 0.2794 | 4  | {count=4, rate=0.4, rain=1.1176}
            wind_speed | 1.5  | 1      | 30 | {count=30, rate=3.0, wind_speed=2.0}
            pulses     | 450  | 2      | 5  | {count=5, rate=0.5}
            """)
    void pulsesStandForWhatTheyMeasure(String what, double per, double each, int pulses, String reading)
            throws DeviceFault {
        var sensor = open(Map.of("measures", what, "per", per, "each", each));
        read(sensor);
        pulses(pulses, Duration.ofSeconds(10));
        assertEquals(reading, read(sensor));
    }

    @Test
    void whatIsReadIsWhatIsPromised() throws DeviceFault {
        for (var what : new String[] {"pulses", "flow", "energy", "rain", "wind_speed"}) {
            Map<String, Object> options = Map.of("pin", 17L, "measures", what);
            try (var sensor = open(options)) {
                var promised = GpioCounter.TYPE.quantities().apply(Bench.section(GpioCounter.TYPE, options)).stream()
                        .map(quantity -> quantity.name())
                        .toList();
                assertEquals(
                        promised,
                        bench.read(sensor).values().sequencedKeySet().stream().toList());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 1"})
    void withADebounceTimeALevelCountsOnceItHasLasted(int millis, String count) throws DeviceFault {
        var sensor = open(Map.of("debounce", Duration.ofMillis(5)));
        bench.board.drive(17, true);
        bench.pass(Duration.ofMillis(millis));
        bench.board.drive(17, false);
        bench.pass(Duration.ofSeconds(1));
        assertEquals(count, count(sensor));
    }

    @Test
    void aBouncingContactCountsOnce() throws DeviceFault {
        var sensor = open(Map.of("debounce", Duration.ofMillis(5), "edge", "both"));
        pulses(3, Duration.ofMillis(6));
        bench.board.drive(17, true);
        bench.pass(Duration.ofMillis(30));
        pulses(3, Duration.ofMillis(6));
        assertEquals("2", count(sensor));
    }

    @Test
    void aLevelThatLastsCountsAlsoBeforeItEnds() throws DeviceFault {
        var sensor = open(Map.of("debounce", Duration.ofMillis(5)));
        bench.board.drive(17, true);
        assertEquals("1", count(sensor));
        bench.board.drive(17, false);
        bench.pass(Duration.ofSeconds(1));
        assertEquals("1", count(sensor));
    }

    @Test
    void whatItKeepsIsTheCountAtThatMoment() throws DeviceFault {
        var sensor = open(Map.of());
        assertEquals(Optional.empty(), sensor.kept());
        read(sensor);
        pulses(5, Duration.ofSeconds(1));
        assertEquals(Optional.of("5"), sensor.kept());
    }

    @Test
    void itGoesOnFromWhatItKept() throws DeviceFault {
        var sensor = open(Map.of("measures", "rain", "each", 0.5));
        pulses(1, Duration.ofSeconds(1));
        sensor.recall("4294967295");
        pulses(1, Duration.ofSeconds(1));
        assertEquals("{count=4294967297, rate=0.0, rain=2147483648.5}", read(sensor));
    }

    @Test
    void edgesForWhichTheKernelHadNoRoomCountWithoutADebounceTime() {
        var pulses = PulseCount.of(Trigger.RISING, Duration.ZERO, new Level(false, 0));
        pulses.edge(new Edge(true, 10, 0));
        pulses.edge(new Edge(true, 20, 976));
        assertEquals(978, pulses.until(30));
        assertEquals(0, pulses.uncounted());
    }

    @Test
    void withADebounceTimeTheyMayBeBouncesAndAreToldOnce() {
        var pulses = PulseCount.of(Trigger.BOTH, Duration.ofNanos(5), new Level(false, 0));
        pulses.edge(new Edge(true, 10, 0));
        pulses.edge(new Edge(true, 20, 976));
        assertEquals(1, pulses.until(30));
        assertEquals(976, pulses.uncounted());
        assertEquals(0, pulses.uncounted());
    }

    @Test
    void aPinInUseIsAFault() throws DeviceFault {
        open(Map.of());
        assertFault("pin 17 is already in use by this program", () -> open(Map.of()));
    }
}
