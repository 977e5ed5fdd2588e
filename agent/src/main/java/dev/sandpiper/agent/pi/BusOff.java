package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import java.util.List;
import java.util.stream.Collectors;

/** An I2C bus that the configuration uses and the kernel does not have. */
final class BusOff implements Finding {
    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        return Device.all(config).stream()
                .flatMap(device -> device.bus().stream())
                .map(bus -> bus.root().number())
                .distinct()
                .sorted()
                .filter(number -> !pi.exists("/dev/i2c-" + number))
                .map(number -> "there is no /dev/i2c-%d: %s".formatted(number, cure(number, pi)))
                .toList();
    }

    private static String cure(int number, Pi pi) {
        return switch (number) {
            case 1 -> "I2C is switched off on this Pi; run 'sudo raspi-config nonint do_i2c 0'";
            case 0 ->
                "the bus of the camera and of add-on boards is switched off; add dtparam=i2c_vc=on to %s and restart the Pi"
                        .formatted(pi.bootConfigFile());
            default ->
                "%s; switch it on by its dtoverlay in %s, or correct bus".formatted(others(pi), pi.bootConfigFile());
        };
    }

    private static String others(Pi pi) {
        var there = pi.below("/dev").stream()
                .map(device -> device.getFileName().toString())
                .filter(name -> name.startsWith("i2c-"))
                .collect(Collectors.joining(", "));
        return there.isEmpty() ? "there is no bus at all" : "there is " + there;
    }
}
