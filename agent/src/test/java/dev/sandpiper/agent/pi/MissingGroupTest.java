package dev.sandpiper.agent.pi;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingGroupTest {
    private static final String UNIT = "/etc/systemd/system/sandpiper.service";
    private static final String DOOR = SomePi.sensor("type: gpio-input, pin: 17");
    private static final String AIR = SomePi.sensor("type: bme280");
    private static final String NO_GPIO =
            "pi is not in the group gpio, to which /dev/gpiochip* belong; sudo usermod -aG gpio pi, then log in anew";

    @TempDir
    Path folder;

    private SomePi pi;

    @BeforeEach
    void plug() {
        pi = SomePi.in(folder);
    }

    @Test
    void whoIsInTheGroupsIsToldNothing() {
        pi.isSilentAbout(DOOR);
        pi.isSilentAbout(AIR);
    }

    @Test
    void onlyTheGroupThatTheConfigurationNeedsIsMissed() {
        pi.with("/etc/group", "gpio:x:986:\ni2c:x:994:\n");
        pi.warnsOf(DOOR, NO_GPIO);
        pi.warnsOf(
                AIR,
                "pi is not in the group i2c, to which /dev/i2c-* belong; sudo usermod -aG i2c pi, then log in anew");
        pi.isSilentAbout(SomePi.sensor("type: system"));
    }

    @Test
    void hardwarePwmNeedsTheGroupOfThePins() {
        pi.booting("dtoverlay=pwm,pin=12,func=4\n").with("/etc/group", "gpio:x:986:\n");
        pi.warnsOf(SomePi.actuator("type: pwm-output, pin: 12"), NO_GPIO);
    }

    @Test
    void aNameThatOnlyBeginsAlikeIsNotInTheGroup() {
        pi.with("/etc/group", "gpio:x:986:pi2,api\ngpio2:x:1:pi\n").warnsOf(DOOR, NO_GPIO);
    }

    @Test
    void theUsersFirstGroupCounts() {
        pi.with("/etc/group", "gpio:x:1000:\n").isSilentAbout(DOOR);
    }

    @Test
    void aGroupThatDoesNotExistIsMade() {
        pi.with("/etc/group", "users:x:100:\n")
                .warnsOf(
                        DOOR,
                        "pi is not in the group gpio, to which /dev/gpiochip* belong; sudo groupadd --system gpio, sudo usermod -aG gpio pi, then log in anew");
    }

    @Test
    void whereRootAsksItIsTheServicesUserWhoCounts() {
        pi.with(UNIT, "[Service]\nUser=sandpiper\n");
        pi.as("root")
                .warnsOf(
                        DOOR,
                        "sandpiper is not in the group gpio, to which /dev/gpiochip* belong; sudo usermod -aG gpio sandpiper, then sudo systemctl restart sandpiper");
    }

    @Test
    void theUnitLendsGroups() {
        pi.with(UNIT, "[Service]\nUser=sandpiper\nSupplementaryGroups=gpio i2c\n");
        pi.as("root").isSilentAbout(DOOR);
        pi.as("root").isSilentAbout(AIR);
    }

    @Test
    void rootMayDoEverything() {
        pi.with("/etc/group", "").as("root").isSilentAbout(DOOR);
        pi.with(UNIT, "[Service]\nUser=root\n").as("root").isSilentAbout(DOOR);
    }
}
