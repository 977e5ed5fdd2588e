package dev.sandpiper.agent.pi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and examples of raspberrypi/documentation, config_txt: gpio.adoc, conditional.adoc, what_is_config_txt.adoc. */
class BootConfigTest {
    @TempDir
    Path folder;

    private SomePi pi;

    @BeforeEach
    void plug() {
        pi = SomePi.in(folder);
    }

    private Optional<Boolean> level(int pin, String text) {
        return pi.booting(text).bootConfig().pin(pin).level();
    }

    private boolean reads(String section) {
        return pi.booting(section + "\ndtparam=spi=on\n").bootConfig().on("spi");
    }

    @Test
    void gpioLinesNameOnePinSeveralOrRanges() {
        assertEquals(Optional.of(true), level(12, "gpio=12=op,dh"));
        assertEquals(Optional.of(true), level(20, "gpio=18,20=pu"));
        assertEquals(Optional.of(false), level(19, "gpio=18,20=pu"));
        for (var pin : new int[] {3, 4, 6, 8})
            assertEquals(Optional.of(false), level(pin, "gpio=3-4,6,8=pd"), "" + pin);
        for (var pin : new int[] {2, 5, 7}) assertEquals(Optional.of(true), level(pin, "gpio=3-4,6,8=pd"), "" + pin);
        assertEquals(Optional.empty(), level(27, "gpio=0-27=a2"));
        assertEquals(Optional.of(true), level(21, "gpio=0-27=a2\ngpio=17-21=ip\ngpio=21=pu"));
    }

    @Test
    void laterLinesOverrideEarlierOnes() {
        assertEquals(Optional.of(false), level(22, "gpio=22=op,dh\ngpio=22=dl"));
        assertEquals(Optional.of(true), level(22, "gpio=22=op,dl\ngpio=20-25=op,dh"));
        assertEquals(Optional.of(false), level(22, "gpio=22=op,dh\ngpio=22=ip"));
        assertFalse(pi.booting("dtparam=spi=on\ndtparam=spi=off").bootConfig().on("spi"));
    }

    @Test
    void anOutputIsLowUntilItIsDriven() {
        assertEquals(Optional.of(false), level(5, "gpio=5=op"));
    }

    @Test
    void commentsSpacesAndNonsenseDoNoHarm() {
        assertEquals(Optional.of(false), level(22, "#gpio=22=op,dh\n  # gpio=22=op,dh"));
        assertEquals(Optional.of(true), level(22, "  gpio=22=op,dh\r\n"));
        assertEquals(Optional.of(false), level(22, "gpio\ngpio=\ngpio=22\ngpio=x=op,dh\ngpio=99-1=op\n=\n[\n]"));
        assertEquals(
                Map.of(), pi.booting("#enable_uart=1\n# a=b\n").bootConfig().settings());
    }

    @Test
    void sectionsOfOtherModelsAreNotRead() {
        for (var section : new String[] {"", "[pi4]", "[PI4]", "[all]", "[pi3]\n[all]", "[pi3]\n[pi4]"})
            assertTrue(reads(section), section);
        for (var section :
                new String[] {"[pi3]", "[pi5]", "[cm4]", "[pi400]", "[none]", "[tryboot]", "[gpio4=1]", "[EDID=X]"})
            assertFalse(reads(section), section);
    }

    @Test
    void sectionsOfDifferentKindsMustAllFit() {
        pi.with("/proc/device-tree/serial-number", "1000000012345678\0");
        assertTrue(reads("[0x12345678]\n[pi4]"));
        assertFalse(reads("[0x12345678]\n[pi5]"));
        assertFalse(reads("[0x87654321]\n[pi4]"));
        assertFalse(reads("[none]\n[pi4]"));
        assertTrue(reads("[EDID=X]\n[pi3]\n[all]"));
    }

    // Revision code c03114: type 0x11 is a 4B.
    @Test
    void aBoardTypeIsThatOfTheRevisionCode() throws IOException {
        Files.createDirectories(folder.resolve("proc/device-tree/system"));
        Files.write(folder.resolve("proc/device-tree/system/linux,revision"), new byte[] {0, (byte) 0xc0, 0x31, 0x14});
        assertTrue(reads("[board-type=0x11]"));
        assertFalse(reads("[board-type=0x14]"));
    }

    @Test
    void eachModelReadsItsSections() {
        var models = Map.of(
                "Raspberry Pi 5 Model B Rev 1.0", "pi5",
                "Raspberry Pi 500 Rev 1.0", "pi500 pi5",
                "Raspberry Pi Compute Module 5 Rev 1.0", "cm5 pi5",
                "Raspberry Pi 400 Rev 1.1", "pi400 pi4",
                "Raspberry Pi Compute Module 4 Rev 1.1", "cm4 pi4",
                "Raspberry Pi 3 Model B Plus Rev 1.3", "pi3+ pi3",
                "Raspberry Pi 3 Model B Rev 1.2", "pi3",
                "Raspberry Pi Zero 2 W Rev 1.0", "pi02 pi0w pi0",
                "Raspberry Pi Model B Plus Rev 1.2", "pi1");
        models.forEach((model, sections) -> {
            pi.with("/proc/device-tree/model", model + "\0");
            for (var section : "pi5 pi500 cm5 pi400 cm4 pi4 pi3+ pi3 pi02 pi0w pi0 pi1".split(" "))
                assertEquals(
                        (" " + sections + " ").contains(" " + section + " "),
                        reads("[" + section + "]"),
                        model + " [" + section + "]");
        });
    }

    @Test
    void anIncludedFileCountsWhereItIsIncluded() {
        pi.with("/boot/firmware/relay.txt", "gpio=22=op,dh\n");
        assertEquals(Optional.of(true), level(22, "gpio=22=op,dl\ninclude relay.txt\n"));
        assertEquals(Optional.of(false), level(22, "include relay.txt\ngpio=22=op,dl\n"));
        assertEquals(Optional.of(false), level(22, "[pi5]\ninclude relay.txt\n"));
        assertEquals(Optional.of(false), level(22, "include nowhere.txt\n"));
    }

    @Test
    void aFileThatIncludesItselfEnds() {
        assertEquals(Optional.of(true), level(22, "include config.txt\ngpio=22=op,dh\n"));
    }

    @Test
    void aParameterIsOnUnlessItSaysOtherwise() {
        var boot = pi.booting("dtparam=i2c_arm=on,spi=off\ndtparam=strict_gpiod\ndtparam=i2s=yes\n")
                .bootConfig();
        assertTrue(boot.on("i2c_arm"));
        assertFalse(boot.on("spi"));
        assertTrue(boot.on("strict_gpiod"));
        assertTrue(boot.on("i2s"));
        assertFalse(boot.on("audio"));
    }

    @Test
    void parametersBehindAnOverlayAreItsOwnUntilItEnds() {
        var boot = pi.booting("dtoverlay=pwm\ndtparam=pin=12\ndtparam=func=4\ndtoverlay=\ndtparam=pin=13\n")
                .bootConfig();
        assertEquals(12, boot.overlays("pwm").getFirst().pin("pin", 18));
        assertEquals(1, boot.overlays().size());
    }
}
