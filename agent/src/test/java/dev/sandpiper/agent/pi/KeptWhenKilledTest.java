package dev.sandpiper.agent.pi;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptWhenKilledTest {
    private static final String OF_BCM = "/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs";
    private static final String OF_RP1 = "/sys/module/pinctrl_rp1/parameters/persist_gpio_outputs";
    private static final String PUMP = SomePi.actuator("type: gpio-output, pin: 22");
    private static final String LOW_IS_ON = SomePi.actuator("type: gpio-output, pin: 22, active: low");
    private static final String SO_THAT =
            " to /boot/firmware/config.txt, so that a pin that is let go is an input, pulled to its safe level";

    @TempDir
    Path folder;

    private SomePi pi;

    @BeforeEach
    void plug() {
        pi = SomePi.in(folder).with(OF_BCM, "Y\n").booting("");
    }

    @Test
    void theKernelOfRaspberryPiOsKeepsAnOutputUnlessItIsStrict() {
        pi.warnsOf(
                PUMP,
                "pump keeps its level when the agent is killed, until it runs again; add dtparam=strict_gpiod"
                        + SO_THAT);
    }

    @Test
    void nothingIsSaidWhereConfigTxtHasIt() {
        pi.booting("dtparam=strict_gpiod\n").isSilentAbout(PUMP);
    }

    @Test
    void nothingIsSaidWithoutAnOutputOnAPin() {
        pi.isSilentAbout(SomePi.sensor("type: gpio-input, pin: 17"));
    }

    @Test
    void nothingIsSaidOfAKernelWithoutTheParameter() {
        pi.without(OF_BCM).isSilentAbout(PUMP);
    }

    @Test
    void aPi5AndWhateverComesAfterItHasAParameterOfItsOwn() {
        pi.with("/proc/device-tree/model", SomePi.PI_5).with(OF_RP1, "N\n").isSilentAbout(PUMP);
        pi.with("/proc/device-tree/model", "Raspberry Pi 6 Model B Rev 1.0").isSilentAbout(PUMP);
        pi.with(OF_BCM, "N\n").with(OF_RP1, "Y\n");
        pi.warnsOf(
                PUMP,
                "pump keeps its level when the agent is killed, until it runs again; add dtparam=strict_gpiod"
                        + SO_THAT);
    }

    @Test
    void anOutputThatWouldBePulledOnIsPulledTheOtherWay() {
        pi.booting("gpio=22,23=op,dh\n")
                .warnsOf(
                        """
                        actuators:
                          - { id: pump, type: gpio-output, pin: 22, active: low }
                          - { id: lamp, type: gpio-output, pin: 24 }
                        """,
                        "pump, lamp keep their levels when the agent is killed, until it runs again; add dtparam=strict_gpiod and gpio=22=pu"
                                + SO_THAT);
    }

    @Test
    void aStrictKernelPullsTheOutputOfAnAgentThatHasEnded() {
        pi.with(OF_BCM, "N\n").isSilentAbout(PUMP);
        pi.booting("gpio=22=op,dh\n")
                .warnsOf(
                        LOW_IS_ON,
                        "pump (pin 22) is on when the agent has ended, since its pin is then an input that is pulled down; add gpio=22=pu to /boot/firmware/config.txt");
        pi.booting("gpio=22=op,dh,pu\n").isSilentAbout(LOW_IS_ON);
    }
}
