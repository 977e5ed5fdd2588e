package dev.sandpiper.agent.pi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I2C buses that are switched off, chips that the kernel has. */
class BusesTest {
    private static final String AIR = SomePi.sensor("type: bme280");

    @TempDir
    Path folder;

    private SomePi pi;

    @BeforeEach
    void plug() {
        pi = SomePi.in(folder);
    }

    private void bind(String device, String driver) throws IOException {
        var devices = folder.resolve("sys/bus/i2c/devices");
        Files.createDirectories(devices.resolve(device));
        Files.createDirectories(folder.resolve("sys/bus/i2c/drivers").resolve(driver));
        Files.createSymbolicLink(devices.resolve(device).resolve("driver"), Path.of("../../drivers", driver));
    }

    @Test
    void theHeadersBusIsSwitchedOnByOneCommand() {
        pi.without("/dev/i2c-1")
                .warnsOf(
                        AIR,
                        "there is no /dev/i2c-1: I2C is switched off on this Pi; run 'sudo raspi-config nonint do_i2c 0'");
        pi.isSilentAbout(SomePi.sensor("type: system"));
    }

    @Test
    void aBusIsMissedOnceForAllThatHangOnIt() {
        pi.without("/dev/i2c-1")
                .warnsOf(
                        """
                        actuators: [ { id: mux1, type: tca9548a } ]
                        sensors:
                          - { id: air, type: bme280 }
                          - { id: yard, type: bme280, bus: mux1/3, address: 0x77 }
                        """,
                        "there is no /dev/i2c-1: I2C is switched off on this Pi; run 'sudo raspi-config nonint do_i2c 0'");
    }

    @Test
    void ofAnotherBusItIsToldWhichThereAre() {
        pi.warnsOf(
                SomePi.sensor("type: bme280, bus: 3"),
                "there is no /dev/i2c-3: there is i2c-1; switch it on by its dtoverlay in /boot/firmware/config.txt, or correct bus");
        pi.warnsOf(
                SomePi.sensor("type: bme280, bus: 0"),
                "there is no /dev/i2c-0: the bus of the camera and of add-on boards is switched off; add dtparam=i2c_vc=on to /boot/firmware/config.txt and restart the Pi");
    }

    @Test
    void aChipThatTheKernelHasIsNamedWithItsDriver() throws IOException {
        bind("1-0076", "bmp280");
        bind("2-0076", "bmp280");
        pi.warnsOf(
                AIR,
                "probe: 0x76 on i2c-1 belongs to the kernel's driver bmp280; remove its dtoverlay from /boot/firmware/config.txt and restart");
        pi.isSilentAbout(SomePi.sensor("type: bme280, address: 0x77"));
    }

    @Test
    void aChipThatIsReadThroughTheKernelIsToldSo() throws IOException {
        bind("1-0076", "bmp280");
        for (var file : new String[] {"in_temp_input", "in_pressure_input", "in_humidityrelative_input"})
            pi.with("/sys/bus/i2c/devices/1-0076/iio:device0/" + file, "1\n");
        pi.warnsOf(
                AIR, "probe: bme280 at 0x76 on i2c-1 belongs to the kernel's driver bmp280; read there (iio:device0)");
    }

    @Test
    void aRegisterOfAChipThatTheKernelHasIsNotRead() throws IOException {
        bind("1-0048", "lm75");
        pi.with("/sys/bus/i2c/devices/1-0048/hwmon/hwmon1/temp1_input", "21000\n");
        pi.with("/sys/bus/i2c/devices/1-0048/hwmon/hwmon1/name", "lm75\n");
        var entry = "type: register, address: 0x48, read: 2, values: { temperature: { bytes: \"0-1\", as: int16 } }";
        pi.warnsOf(
                SomePi.sensor(entry),
                "probe: 0x48 on i2c-1 belongs to the kernel's driver lm75; read it there with type: hwmon, device: lm75, or remove its dtoverlay from /boot/firmware/config.txt and restart");
    }

    @Test
    void aChipThatTheKernelOnlyKnowsOfIsFree() throws IOException {
        Files.createDirectories(folder.resolve("sys/bus/i2c/devices/1-0076"));
        pi.isSilentAbout(AIR);
    }

    @Test
    void whatIsBehindAMultiplexerIsNotTheKernels() throws IOException {
        bind("1-0076", "bmp280");
        bind("1-0040", "pca9685");
        pi.isSilentAbout("""
                actuators:
                  - { id: mux1, type: tca9548a }
                  - { id: fan, type: pca9685, bus: mux1/3, channel: 0 }
                sensors: [ { id: yard, type: bme280, bus: mux1/3 } ]
                """);
    }

    @Test
    void theMultiplexerItselfMayBeTheKernels() throws IOException {
        bind("1-0070", "pca954x");
        pi.warnsOf(
                """
                actuators: [ { id: mux1, type: tca9548a } ]
                sensors: [ { id: yard, type: bme280, bus: mux1/3 } ]
                """,
                "mux1: 0x70 on i2c-1 belongs to the kernel's driver pca954x; remove its dtoverlay from /boot/firmware/config.txt and restart");
    }
}
