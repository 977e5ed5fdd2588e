package dev.sandpiper.agent.pi;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What config.txt must have for PWM and for the kernel's sensors, and what it gives away. */
class OverlaysTest {
    private static final String FILE = "/boot/firmware/config.txt";
    private static final String FAN = SomePi.actuator("type: pwm-output, pin: 12");
    private static final String TANK = SomePi.sensor("type: ds18b20, device: 28-0000075565ad");
    private static final String SHED = SomePi.sensor("type: dht, pin: 17");

    @TempDir
    Path folder;

    private SomePi pi;

    @BeforeEach
    void plug() {
        pi = SomePi.in(folder);
    }

    private static String input(int pin) {
        return SomePi.sensor("type: gpio-input, pin: " + pin);
    }

    @Test
    void pwmNeedsItsOverlay() {
        pi.warnsOf(
                FAN,
                "pump: pin 12 has no PWM, since " + FILE
                        + " has no dtoverlay=pwm; add dtoverlay=pwm,pin=12,func=4 to " + FILE
                        + " in place of any other and restart the Pi");
        pi.booting("dtoverlay=pwm,pin=12,func=4\n").isSilentAbout(FAN);
        pi.booting("dtoverlay=pwm-2chan,pin=12,func=4,pin2=13,func2=4\n").isSilentAbout(FAN);
        pi.booting("dtoverlay=pwm-2chan\n").isSilentAbout(SomePi.actuator("type: servo, pin: 19"));
    }

    @Test
    void anOverlayForOtherPinsMovesThose() {
        pi.booting("dtoverlay=pwm-2chan\n")
                .warnsOf(
                        FAN,
                        "pump: pin 12 has no PWM, since " + FILE
                                + " sets it on pin 18 and 19; add dtoverlay=pwm,pin=12,func=4 to " + FILE
                                + " in place of any other and restart the Pi");
    }

    @Test
    void anOverlayWithTheWrongFunctionSetsNothing() {
        pi.booting("dtoverlay=pwm,pin=12\n")
                .warnsOf(
                        FAN,
                        "pump: pin 12 has no PWM, since " + FILE
                                + " sets the pin to function 2, expected 4; add dtoverlay=pwm,pin=12,func=4 to " + FILE
                                + " in place of any other and restart the Pi");
    }

    @Test
    void twoPinsNeedBothChannels() {
        pi.booting("dtoverlay=pwm,pin=12,func=4\n")
                .warnsOf(
                        """
                        actuators:
                          - { id: fan, type: pwm-output, pin: 12 }
                          - { id: flap, type: servo, pin: 19 }
                        """,
                        "flap: pin 19 has no PWM, since " + FILE
                                + " sets it on pin 12; add dtoverlay=pwm-2chan,pin=12,func=4,pin2=19,func2=2 to " + FILE
                                + " in place of any other and restart the Pi");
    }

    @Test
    void twoPinsOfOneChannelAreAlikeOnAllButAPi5() {
        var both = """
                actuators:
                  - { id: fan, type: pwm-output, pin: 12 }
                  - { id: flap, type: servo, pin: 18 }
                """;
        pi.booting("dtoverlay=pwm-2chan,pin=12,func=4,pin2=18,func2=2\n")
                .warnsOf(both, "fan and flap: pins 12 and 18 have the same PWM channel on this Pi; move one to pin 13");
        pi.with("/proc/device-tree/model", SomePi.PI_5).isSilentAbout(both);
    }

    @Test
    void oneWireNeedsItsOverlay() {
        pi.warnsOf(
                TANK,
                "probe: 1-Wire is switched off on this Pi; add dtoverlay=w1-gpio to " + FILE + " and restart the Pi");
        pi.booting("dtoverlay=w1-gpio,gpiopin=17\n")
                .warnsOf(TANK, "probe: dtoverlay=w1-gpio is in " + FILE + ", but not in effect; restart the Pi");
        pi.with("/sys/bus/w1/devices/w1_bus_master1/name", "").isSilentAbout(TANK);
    }

    @Test
    void aDhtNeedsTheOverlayOfItsPin() {
        var cure = "; add dtoverlay=dht11,gpiopin=17 to " + FILE + " and restart the Pi";
        pi.warnsOf(SHED, "probe: the kernel has no dht on pin 17" + cure);
        pi.booting("dtoverlay=dht11\n").warnsOf(SHED, "probe: the kernel has no dht on pin 17, but on pin 4" + cure);
        pi.booting("dtoverlay=dht11,gpiopin=17\n")
                .warnsOf(
                        SHED,
                        "probe: dtoverlay=dht11,gpiopin=17 is in " + FILE + ", but not in effect; restart the Pi");
        pi.with("/sys/bus/iio/devices/iio:device0/name", "dht11@11\n").isSilentAbout(SHED);
        pi.booting("dtoverlay=dht11\n").warnsOf(SHED, "probe: the kernel has no dht on pin 17, but on pin 4" + cure);
    }

    @Test
    void aDhtThatWasLoadedOtherwiseIsLeftToItsDriver() {
        pi.with("/sys/bus/iio/devices/iio:device0/name", "dht11@11\n").isSilentAbout(SHED);
    }

    @Test
    void aPinOfAnInterfaceIsInUse() {
        inUse(8, "dtparam=spi=on", "dtparam=spi=on");
        inUse(3, "dtparam=i2c=on", "dtparam=i2c_arm=on");
        inUse(1, "dtparam=i2c_vc=on", "dtparam=i2c_vc=on");
        inUse(20, "dtparam=i2s=on", "dtparam=i2s=on");
        inUse(14, "enable_uart=1", "enable_uart=1");
        inUse(4, "dtoverlay=w1-gpio", "dtoverlay=w1-gpio");
        inUse(17, "dtoverlay=gpio-ir,gpio_pin=17", "dtoverlay=gpio-ir");
        inUse(17, "dtoverlay=gpio-led,gpio=17", "dtoverlay=gpio-led");
        inUse(19, "dtoverlay=pwm-2chan", "dtoverlay=pwm-2chan");
    }

    private void inUse(int pin, String line, String told) {
        pi.booting("").isSilentAbout(input(pin));
        pi.booting(line + "\n")
                .warnsOf(
                        input(pin),
                        "probe: pin %d is in use by %s in %s; take another pin, or remove that line and restart the Pi"
                                .formatted(pin, told, FILE));
    }

    @Test
    void chipSelectsCanBeGivenBack() {
        pi.booting("dtparam=spi=on\ndtoverlay=spi0-1cs\n").isSilentAbout(input(7));
        pi.booting("dtparam=spi=on\ndtoverlay=spi0-0cs\n").isSilentAbout(input(8));
    }

    // On a Pi 5 enable_uart is about the connector of its own; raspberrypi/documentation, pull request 3294.
    @Test
    void theSerialPortOfAPi5HasAnotherLine() {
        pi.booting("dtparam=uart0=on\n").isSilentAbout(input(14));
        pi.with("/proc/device-tree/model", SomePi.PI_5)
                .booting("enable_uart=1\n")
                .isSilentAbout(input(14));
        pi.booting("dtparam=uart0=on\n")
                .warnsOf(
                        input(14),
                        "probe: pin 14 is in use by dtparam=uart0 in " + FILE
                                + "; take another pin, or remove that line and restart the Pi");
    }

    @Test
    void aDhtIsOnThePinOfItsOwnOverlay() {
        pi.with("/sys/bus/iio/devices/iio:device0/name", "dht11@11\n")
                .booting("dtoverlay=dht11,gpiopin=17\n")
                .isSilentAbout(SHED);
    }

    @Test
    void aPinThatAnotherHoldsIsNamedWithIt() {
        pi.with(17, "led-act")
                .warnsOf(
                        input(17),
                        "probe: pin 17 is held by 'led-act'; end that program or driver, or take another pin");
        pi.with(17, "led-act").isSilentAbout(input(18));
    }

    @Test
    void anAgentThatRunsAlreadyHoldsItsPins() {
        pi.with(17, "sandpiper-pin-17").isSilentAbout(input(17));
    }

    @Test
    void aPinThatConfigTxtGivesAwayIsToldOnce() {
        pi.booting("dtoverlay=w1-gpio\n")
                .with(4, "onewire@0")
                .warnsOf(
                        input(4),
                        "probe: pin 4 is in use by dtoverlay=w1-gpio in %s; take another pin, or remove that line and restart the Pi"
                                .formatted(FILE));
    }
}
