package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A sensor that the kernel reads, where the kernel was not told to. */
final class OverlayMissing implements Finding {
    private static final String RESTART = "%s: %s is in %s, but not in effect; restart the Pi";

    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var boot = pi.bootConfig();
        var found = new ArrayList<String>();
        for (var device : Device.all(config)) {
            switch (device.type().name()) {
                case "ds18b20" -> oneWire(device, boot, pi).ifPresent(found::add);
                case "dht" -> dht(device, boot, pi).ifPresent(found::add);
                default -> {}
            }
        }
        return found;
    }

    private static Optional<String> oneWire(Device device, BootConfig boot, Pi pi) {
        if (pi.exists("/sys/bus/w1/devices")) return Optional.empty();
        var told = boot.overlays().stream().anyMatch(overlay -> overlay.name().startsWith("w1-gpio"));
        return Optional.of(
                told
                        ? RESTART.formatted(device.id(), "dtoverlay=w1-gpio", boot.file())
                        : "%s: 1-Wire is switched off on this Pi; add dtoverlay=w1-gpio to %s and restart the Pi"
                                .formatted(device.id(), boot.file()));
    }

    private static Optional<String> dht(Device device, BootConfig boot, Pi pi) {
        var pin = device.options().whole("pin");
        var line = "dtoverlay=dht11,gpiopin=" + pin;
        var told = boot.overlays("dht11").stream()
                .map(overlay -> overlay.pin("gpiopin", 4))
                .toList();
        if (told.contains(pin))
            return inEffect(pi) ? Optional.empty() : Optional.of(RESTART.formatted(device.id(), line, boot.file()));
        // Loaded by hand, or by the EEPROM of an add-on board: the driver itself tells.
        if (told.isEmpty() && inEffect(pi)) return Optional.empty();
        return Optional.of("%s: the kernel has no dht on pin %d%s; add %s to %s and restart the Pi"
                .formatted(device.id(), pin, elsewhere(told), line, boot.file()));
    }

    private static String elsewhere(List<Integer> pins) {
        return pins.isEmpty()
                ? ""
                : ", but on pin " + pins.stream().map(String::valueOf).collect(Collectors.joining(" and "));
    }

    /** {@code dht11@4}, or the name that older kernels give it. */
    private static boolean inEffect(Pi pi) {
        return pi.below("/sys/bus/iio/devices").stream()
                .map(folder -> pi.text("/sys/bus/iio/devices/" + folder.getFileName() + "/name"))
                .anyMatch(name -> name.filter(text -> text.matches("(dht11|humidity-sensor).*"))
                        .isPresent());
    }
}
