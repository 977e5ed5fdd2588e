package dev.sandpiper.agent.pi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongBeforeStartTest {
    private static final String FIRST_SECONDS = ": it then lasts for the first seconds only; or take a pin from ";
    private static final String LOW_IS_ON = SomePi.actuator("type: gpio-output, pin: 22, active: low");

    @TempDir
    Path folder;

    private SomePi pi;

    @BeforeEach
    void plug() {
        pi = SomePi.in(folder);
    }

    private static String output(int pin, String more) {
        return SomePi.actuator("type: gpio-output, pin: " + pin + more);
    }

    @Test
    void aRelayThatIsOnWhileLowIsOnWithAPinThatIsPulledDown() {
        pi.warnsOf(
                LOW_IS_ON,
                "pump (pin 22) is on from power-on until the agent runs, since the Pi pulls the pin down; add gpio=22=op,dh to /boot/firmware/config.txt"
                        + FIRST_SECONDS
                        + "4 to 8, which are pulled up");
    }

    @Test
    void aRelayThatIsOnWhileHighIsOnWithAPinThatIsPulledUp() {
        pi.warnsOf(
                output(5, ""),
                "pump (pin 5) is on from power-on until the agent runs, since the Pi pulls the pin up; add gpio=5=op,dl to /boot/firmware/config.txt"
                        + FIRST_SECONDS
                        + "9 to 27, which are pulled down");
    }

    // BCM2835 ARM Peripherals, table 6-31; a Pi 5 as raspberrypi/linux, issue 6347, shows it.
    @Test
    void pinsUpTo8ArePulledUpOnEachModel() {
        for (var model : List.of(SomePi.PI_4, SomePi.PI_5, "Raspberry Pi Zero 2 W Rev 1.0")) {
            pi.with("/proc/device-tree/model", model);
            for (var pin = 0; pin <= 27; pin++)
                assertEquals(pin <= 8 ? 1 : 0, pi.warnings(output(pin, "")).size(), model + " " + pin);
        }
    }

    @Test
    void whatIsSafeWhileOnIsWrongWhileOff() {
        pi.warnsOf(
                output(22, ", safe: on"),
                "pump (pin 22) is off from power-on until the agent runs, since the Pi pulls the pin down; add gpio=22=op,dh to /boot/firmware/config.txt"
                        + FIRST_SECONDS
                        + "4 to 8, which are pulled up");
    }

    @Test
    void whatIsSwitchedOnAtStartMayBeOnBefore() {
        pi.isSilentAbout(output(5, ", initial: on"));
        pi.isSilentAbout(output(22, ", initial: on"));
    }

    @Test
    void theLineInConfigTxtCuresIt() {
        pi.booting("gpio=22=op,dh\n").isSilentAbout(LOW_IS_ON);
        pi.booting("gpio=22=pu\n").isSilentAbout(LOW_IS_ON);
    }

    @Test
    void soItDoesInTheFolderOfOlderSystems() {
        pi.with("/boot/config.txt", "gpio=22=op,dh\n").isSilentAbout(LOW_IS_ON);
        pi.with("/boot/config.txt", "gpio=22=op,dl\n")
                .warnsOf(
                        LOW_IS_ON,
                        "pump (pin 22) is on from power-on until the agent runs, since /boot/config.txt drives the pin low; add gpio=22=op,dh to /boot/config.txt");
    }

    @Test
    void theNewerFolderCountsWhereBothAreThere() {
        pi.with("/boot/config.txt", "# moved\n").booting("gpio=22=op,dh\n").isSilentAbout(LOW_IS_ON);
    }

    @Test
    void aWrongLineIsTold() {
        pi.booting("gpio=9-27=pu\n")
                .warnsOf(
                        output(22, ""),
                        "pump (pin 22) is on from power-on until the agent runs, since /boot/firmware/config.txt pulls the pin up; add gpio=22=op,dl to /boot/firmware/config.txt");
    }

    @Test
    void nothingIsSaidOfAPinWhoseLevelNobodyCanTell() {
        pi.booting("gpio=5=pn\n").isSilentAbout(output(5, ""));
        pi.booting("gpio=5=a0\n").isSilentAbout(output(5, ""));
    }

    @Test
    void theLineOfAnExpanderHasNoPullOfThePi() {
        pi.isSilentAbout("""
                actuators:
                  - { id: box, type: mcp23017 }
                  - { id: pump, type: gpio-output, pin: box/5 }
                """);
    }

    @Test
    void theLinesOfAPcf8574AreHighAtPowerOn() {
        var yaml = """
                actuators:
                  - { id: box, type: pcf8574 }
                  - { id: pump, type: gpio-output, pin: box/5%s }
                """;
        pi.warnsOf(
                yaml.formatted(""),
                "pump (pin box/5) is on from power-on until the agent runs, since a pcf8574 begins with its lines high; use a circuit that is off while the line is high, and active: low");
        pi.isSilentAbout(yaml.formatted(", active: low"));
        pi.isSilentAbout(yaml.formatted(", safe: on"));
    }

    @Test
    void aPwmIsLowUntilItIsSet() {
        pi.booting("dtoverlay=pwm,pin=18,func=2\n");
        pi.isSilentAbout(SomePi.actuator("type: pwm-output, pin: 18"));
        pi.isSilentAbout(SomePi.actuator("type: pwm-output, pin: 18, active: low, safe: 1"));
        pi.warnsOf(
                SomePi.actuator("type: pwm-output, pin: 18, active: low"),
                "pump (pin 18) is fully on from power-on until the agent runs, since its pin is low until then and active: low; use a circuit that is off while the pin is low, and active: high");
    }

    @Test
    void theSimulatedBoardHasNoPowerOn() {
        assertEquals(List.of(), pi.warnings("simulated", LOW_IS_ON));
    }

    @Test
    void anotherMachineIsNotLookedAt() {
        var sentence =
                "this machine is no Raspberry Pi: what the configuration wants of pins and buses was not looked at";
        pi.with("/proc/device-tree/model", "Libre Computer AML-S905X-CC").warnsOf(LOW_IS_ON, sentence);
        pi.without("/proc/device-tree/model").warnsOf(LOW_IS_ON, sentence);
        assertEquals(List.of(), pi.warnings("simulated", LOW_IS_ON));
    }
}
