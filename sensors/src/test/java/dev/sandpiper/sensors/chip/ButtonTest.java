package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A button between pin 17 and ground: debounce 20 ms, long from 1 s, double within 400 ms. */
class ButtonTest {
    private static final Map<String, Object> USUAL = Map.of("pin", 17L, "pull", "up", "active", "low");

    private Bench bench;
    private Sensor button;
    private int changes;
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void open() throws DeviceFault {
        bench = new Bench();
        open(Map.of());
    }

    private void open(Map<String, Object> options) throws DeviceFault {
        if (button != null) button.close();
        var all = new HashMap<>(USUAL);
        all.putAll(options);
        button = bench.open(Button.TYPE, all);
        button.onChange(() -> changes++);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void press() {
        bench.board.drive(17, false);
    }

    private void release() {
        bench.board.drive(17, true);
    }

    /** Passes time as the agent does: changes are looked at as they come, and when the button asked for it. */
    private void pass(long millis) throws DeviceFault {
        for (var ms = 0L; ms < millis; ms++) {
            look();
            bench.pass(Duration.ofMillis(1));
        }
        look();
    }

    private Optional<Duration> waiting = Optional.empty();
    private long waited;

    private void look() throws DeviceFault {
        if (changes > 0) {
            changes = 0;
            waiting = Optional.of(button.start());
            waited = 0;
        }
        while (waiting.isPresent() && waited >= waiting.get().toMillis()) {
            waiting = button.goOn();
            waited = 0;
            if (waiting.isEmpty()) read();
        }
        waited++;
    }

    private void read() throws DeviceFault {
        var event = button.read().values().get("event");
        if (event != null) events.add(event.toString());
    }

    private void pressFor(long millis) throws DeviceFault {
        press();
        pass(millis);
        release();
    }

    @ParameterizedTest
    @CsvSource({"20, press", "200, press", "999, press", "1000, long", "3000, long"})
    void howLongItIsPressedTellsAPressFromALongOne(long millis, String event) throws DeviceFault {
        pressFor(millis);
        pass(3000);
        assertEquals(List.of(event), events);
    }

    @Test
    void aBounceIsNoPress() throws DeviceFault {
        pressFor(19);
        pass(3000);
        assertEquals(List.of(), events);
    }

    @Test
    void aBouncingContactIsPressedOnce() throws DeviceFault {
        for (var bounce = 0; bounce < 5; bounce++) {
            pressFor(3);
            pass(2);
        }
        pressFor(100);
        for (var bounce = 0; bounce < 5; bounce++) {
            pass(3);
            pressFor(2);
        }
        pass(3000);
        assertEquals(List.of("press"), events);
    }

    @Test
    void aLongPressIsToldWhileItLasts() throws DeviceFault {
        press();
        pass(999);
        assertEquals(List.of(), events);
        pass(1);
        assertEquals(List.of("long"), events);
        pass(5000);
        release();
        pass(5000);
        assertEquals(List.of("long"), events);
    }

    @ParameterizedTest
    @CsvSource({"100, double", "399, double", "400, press press", "2000, press press"})
    void thePauseBetweenTwoPressesTellsADoubleOneFromTwo(long millis, String told) throws DeviceFault {
        pressFor(100);
        pass(millis);
        pressFor(100);
        pass(3000);
        assertEquals(List.of(told.split(" ")), events);
    }

    @Test
    void aDoublePressIsToldWhenItsSecondBegins() throws DeviceFault {
        pressFor(100);
        pass(100);
        press();
        pass(20);
        assertEquals(List.of("double"), events);
    }

    @Test
    void aThirdPressIsOneOfItsOwn() throws DeviceFault {
        for (var press = 0; press < 3; press++) {
            pressFor(100);
            pass(100);
        }
        pass(3000);
        assertEquals(List.of("double", "press"), events);
    }

    @Test
    void withoutDoublePressesASingleOneIsToldAtItsRelease() throws DeviceFault {
        open(Map.of("double", Duration.ZERO));
        pressFor(100);
        pass(20);
        assertEquals(List.of("press"), events);
        pressFor(100);
        pass(3000);
        assertEquals(List.of("press", "press"), events);
    }

    @Test
    void withoutLongPressesAPressMayLast() throws DeviceFault {
        open(Map.of("long", Duration.ZERO));
        pressFor(10_000);
        pass(3000);
        assertEquals(List.of("press"), events);
    }

    /** The bus was held up for so long that all of it was over before anybody looked. */
    @Test
    void pressesThatAreLookedAtLateAreToldApartByTheirMoments() throws DeviceFault {
        press();
        bench.pass(Duration.ofMillis(1500));
        release();
        bench.pass(Duration.ofMillis(1500));
        press();
        bench.pass(Duration.ofMillis(100));
        release();
        bench.pass(Duration.ofMillis(100));
        press();
        bench.pass(Duration.ofMillis(100));
        release();
        bench.pass(Duration.ofMillis(1500));
        pass(3000);
        assertEquals(List.of("long", "double"), events);
    }

    @Test
    void whoLooksWhileAReleaseInTimeIsStillSettlingSeesNoLongPress() throws DeviceFault {
        pressFor(995);
        bench.pass(Duration.ofMillis(10));
        assertEquals(Map.of("state", new Value.Flag(true)), button.read().values());
        pass(3000);
        assertEquals(List.of("press"), events);
    }

    @Test
    void itTellsWhetherItIsPressedWithoutAnEvent() throws DeviceFault {
        assertEquals(Map.of("state", new Value.Flag(false)), bench.read(button).values());
        press();
        pass(20);
        assertEquals(Map.of("state", new Value.Flag(true)), button.read().values());
    }

    @Test
    void oneThatIsHeldAtTheStartIsNotPressed() throws DeviceFault {
        press();
        open(Map.of());
        pass(3000);
        release();
        pass(3000);
        assertEquals(List.of(), events);
    }

    @Test
    void aDisturbanceThatFillsItsMemoryLeavesTheLevelRight() throws DeviceFault {
        for (var edge = 0; edge < 1000; edge++) bench.board.drive(17, edge % 2 == 1);
        press();
        pass(500);
        release();
        pass(3000);
        assertEquals(List.of("press"), events);
    }

    @Test
    void aPinInUseIsAFault() {
        ContractTest.assertFault("pin 17 is already in use by this program", () -> bench.open(Button.TYPE, USUAL));
    }
}
