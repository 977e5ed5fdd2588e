package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelPwmTest {
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final Duration PULSE = Duration.ofNanos(1_500_000);

    @TempDir
    Path sysfs;

    private final StrictKernel kernel = new StrictKernel();
    private KernelPwm pwm;
    private Path channel;

    @BeforeEach
    void aPiFour() throws IOException {
        chip("pwmchip0", "fe20c000.pwm");
        channel = sysfs.resolve("class/pwm/pwmchip0/pwm0");
        pwm = new KernelPwm(sysfs, kernel);
    }

    private void chip(String name, String device) throws IOException {
        var chip = Files.createDirectories(sysfs.resolve("class/pwm/" + name));
        Files.createSymbolicLink(
                chip.resolve("device"), Files.createDirectories(sysfs.resolve("devices/platform/" + device)));
    }

    private void assertFault(String sentence, int pin) {
        assertEquals(
                sentence,
                assertThrows(DeviceFault.class, () -> pwm.request(pin, PERIOD, PULSE))
                        .getMessage());
    }

    private void assertSet(String period, String duty) throws IOException {
        assertEquals(period, StrictKernel.text(channel, "period"));
        assertEquals(duty, StrictKernel.text(channel, "duty_cycle"));
        assertEquals("normal", StrictKernel.text(channel, "polarity"));
        assertEquals("1", StrictKernel.text(channel, "enable"));
    }

    @Test
    void aFreshChannelIsExportedAndSwitchedOnLast() throws DeviceFault {
        pwm.request(18, PERIOD, PULSE);
        assertEquals(List.of("export 0", "period 20000000", "duty_cycle 1500000", "enable 1"), kernel.writes);
    }

    @Test
    void aFreshChannelThatBeginsLowHasAPeriodFirst() throws DeviceFault, IOException {
        pwm.request(18, PERIOD, Duration.ZERO);
        assertSet("20000000", "0");
    }

    @Test
    void theFilesOfAFreshChannelAreWaitedFor() throws DeviceFault, IOException {
        kernel.udev = 7;
        pwm.request(18, PERIOD, PULSE);
        assertEquals(7, kernel.rests);
        assertSet("20000000", "1500000");
    }

    @Test
    void butNotForLongerThanASecond() {
        kernel.udev = 1_000;
        assertFault(
                "PWM of pin 18: no permission for its files in /sys/class/pwm; add the user to the group gpio: sudo usermod -aG gpio $USER",
                18);
        assertEquals(99, kernel.rests);
    }

    @Test
    void anUpdateWritesThePulseOnly() throws DeviceFault {
        var pin = pwm.request(18, PERIOD, PULSE);
        kernel.writes.clear();
        pin.set(Duration.ofNanos(500_001));
        assertEquals(List.of("duty_cycle 500001"), kernel.writes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000000, 900000", "20000000, 20000000", "100000000, 100000000", "1500000, 10", "1500000, 0"})
    void whatTheProcessBeforeLeftIsChangedWithoutAStop(String period, String duty) throws DeviceFault, IOException {
        StrictKernel.channel(channel, period, duty, "normal", "1");
        pwm.request(18, PERIOD, PULSE);
        assertSet("20000000", "1500000");
        assertEquals(3, kernel.writes.size(), kernel.writes.toString());
    }

    @Test
    void aChannelThatAnotherProgramTurnedRoundIsTurnedBack() throws DeviceFault, IOException {
        StrictKernel.channel(channel, "20000000", "100", "inversed", "1");
        pwm.request(18, PERIOD, PULSE);
        assertSet("20000000", "1500000");
    }

    @ParameterizedTest
    @CsvSource({
        "12, fe20c000.pwm, 0", "13, 3f20c000.pwm, 1", "18, 2020c000.pwm, 0", "19, fe20c000.pwm, 1",
        "12, 1f00098000.pwm, 0", "13, 1f00098000.pwm, 1", "18, 1f00098000.pwm, 2", "19, 1f00098000.pwm, 3"
    })
    void thePinsChannelIsThatOfItsChipWhateverTheNumber(int pin, String device, int number)
            throws DeviceFault, IOException {
        Files.delete(sysfs.resolve("class/pwm/pwmchip0/device"));
        // The fan of a Pi 5, and the headphones of a Pi 4.
        chip("pwmchip1", "1f0009c000.pwm");
        chip("pwmchip2", "fe20c800.pwm");
        chip("pwmchip7", device);
        channel = sysfs.resolve("class/pwm/pwmchip7/pwm" + number);
        pwm.request(pin, PERIOD, PULSE);
        assertSet("20000000", "1500000");
    }

    @Test
    void withoutTheChipTheOverlayIsNamed() throws IOException {
        Files.delete(sysfs.resolve("class/pwm/pwmchip0/device"));
        assertFault(
                "pin 18: the PWM of this Pi is switched off; add dtoverlay=pwm-2chan to /boot/firmware/config.txt and restart",
                18);
        Files.delete(sysfs.resolve("class/pwm/pwmchip0"));
        Files.delete(sysfs.resolve("class/pwm"));
        assertFault(
                "pin 13: the PWM of this Pi is switched off; add dtoverlay=pwm-2chan,pin=12,func=4,pin2=13,func2=4 to /boot/firmware/config.txt and restart",
                13);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Device or resource busy | a driver of the kernel uses it
            Invalid argument        | the kernel cannot make this frequency; take another one
            Permission denied       | no permission for its files in /sys/class/pwm; add the user to the group gpio: sudo usermod -aG gpio $USER
            Read-only file system   | /sys is read-only here; add ReadWritePaths=-/sys/devices/platform to the service's unit
            Input/output error      | Input/output error
            """)
    void eachErrorOfTheKernelIsASentence(String said, String sentence) {
        kernel.refusal = said;
        assertFault("PWM of pin 18: " + sentence, 18);
    }

    @Test
    void aPinThatCouldNotBeHadCanBeTriedAgain() throws DeviceFault, IOException {
        kernel.refusal = "Device or resource busy";
        assertFault("PWM of pin 18: a driver of the kernel uses it", 18);
        kernel.refusal = "";
        pwm.request(18, PERIOD, PULSE);
        assertSet("20000000", "1500000");
    }

    @Test
    void twoPinsOfOneChannelAreTold() throws DeviceFault {
        var first = pwm.request(18, PERIOD, PULSE);
        assertFault("pin 12 has the same PWM channel as pin 18, which is in use; take another pin", 12);
        assertFault("pin 18 is already in use by this program", 18);
        first.close();
        first.close();
        pwm.request(12, PERIOD, PULSE).close();
    }

    @Test
    void whatIsClosedKeepsItsPulseAndTakesNoOther() throws DeviceFault, IOException {
        var pin = pwm.request(18, PERIOD, PULSE);
        pin.close();
        assertEquals(
                "pin 18: closed",
                assertThrows(DeviceFault.class, () -> pin.set(Duration.ZERO)).getMessage());
        assertSet("20000000", "1500000");
    }
}
