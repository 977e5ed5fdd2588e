package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two lines with pull-up resistors, a chip that holds the data line for some clock pulses, and {@code pinctrl}. */
class BusClearTest {
    private static final Bus.Own BUS = new Bus.Own(1);

    private final Map<String, String> functions = new TreeMap<>(Map.of("2", "a0", "3", "a0"));
    private final List<String> seen = new ArrayList<>();
    private int holdsForPulses;
    private boolean clockShorted;
    private boolean forbidden;

    /** The lines as {@code pinctrl.c} of raspberrypi/utils prints them: "%2d: %2s ", "  ", " %s | %s // %s = %s". */
    private String get(String pin) {
        var driven = functions.get(pin).equals("op");
        var names = pin.equals("2") ? "GPIO2 = SDA1" : "GPIO3 = SCL1";
        return "%2s: %2s %s pu | %s // %s%n"
                .formatted(
                        pin,
                        functions.get(pin),
                        driven ? "dl" : "  ",
                        low(pin) ? "lo" : "hi",
                        functions.get(pin).startsWith("a") ? names : "GPIO" + pin + " = input");
    }

    private boolean low(String pin) {
        if (functions.get(pin).equals("op")) return true;
        return pin.equals("2") ? holdsForPulses > 0 : clockShorted;
    }

    private String pinctrl(String... arguments) throws IOException {
        if (forbidden) throw new IOException("Must be root");
        if (arguments[0].equals("get"))
            return arguments.length > 1
                    ? get(arguments[1])
                    : " 0: ip    pu | hi // ID_SDA/GPIO0 = input\n" + get("2") + get("3");
        var pin = arguments[1];
        var clockWasLow = low("3");
        var dataWasLow = low("2");
        functions.put(pin, arguments[2]);
        if (pin.equals("3") && clockWasLow && !low("3")) holdsForPulses--;
        if (pin.equals("2") && dataWasLow && !low("2") && !low("3")) seen.add("stop");
        return "";
    }

    private String clear() {
        return new BusClear(this::pinctrl).clear(BUS);
    }

    @Test
    void pulsesTheClockUntilTheChipLetsGoAndEndsWithAStop() {
        holdsForPulses = 3;
        assertEquals("its data line (pin 2) was held low and is free after 3 clock pulses", clear());
        assertEquals(List.of("stop"), seen);
    }

    @Test
    void givesBothLinesBackToTheController() {
        holdsForPulses = 9;
        clear();
        assertEquals(Map.of("2", "a0", "3", "a0"), functions);
        functions.replaceAll((pin, function) -> "a3");
        holdsForPulses = 1;
        clear();
        assertEquals(Map.of("2", "a3", "3", "a3"), functions);
    }

    @Test
    void givesUpAfterNinePulses() {
        holdsForPulses = 10;
        assertEquals("its data line (pin 2) is held low, also after 9 clock pulses", clear());
        assertEquals(1, holdsForPulses);
        assertEquals(Map.of("2", "a0", "3", "a0"), functions);
    }

    @Test
    void touchesNothingWhereItIsTheClockThatIsHeld() {
        clockShorted = true;
        holdsForPulses = 3;
        assertEquals("its clock line (pin 3) is held low: only its chips can let go", clear());
        assertEquals(3, holdsForPulses);
    }

    @Test
    void touchesNothingWhereBothLinesAreHigh() {
        assertEquals("both its lines are high: it is the controller, or a chip that makes it wait", clear());
    }

    @Test
    void touchesNothingOfAnotherBusOrOfPinsThatAreNoBus() {
        assertEquals(
                "the pins of i2c-4 are not known: it cannot be freed from here",
                new BusClear(this::pinctrl).clear(new Bus.Own(4)));
        functions.put("2", "ip");
        assertEquals("the pins of i2c-1 are not known: it cannot be freed from here", clear());
    }

    @Test
    void saysWhyItCannot() {
        forbidden = true;
        assertEquals("i2c-1 cannot be freed from here: Must be root", clear());
    }

    @Test
    void aProgramIsRunForWhatItPrints() throws IOException {
        assertEquals("2 3\n", SystemTool.output("echo", List.of("2", "3")));
        var failed = assertThrows(IOException.class, () -> SystemTool.output("ls", List.of("/no/such/file")));
        assertTrue(failed.getMessage().startsWith("ls: "), failed.getMessage());
        assertFalse(failed.getMessage().contains("\n"));
        assertThrows(IOException.class, () -> SystemTool.output("no-such-program", List.of()));
    }
}
