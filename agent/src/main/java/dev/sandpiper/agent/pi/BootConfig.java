package dev.sandpiper.agent.pi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the firmware does before Linux starts: the file config.txt, as far as this model heeds it.
 *
 * @param file its name on the Pi
 * @param settings lines {@code name=value} of all other kinds
 * @param parameters of the base device tree: {@code dtparam=i2c_arm=on}
 */
record BootConfig(
        String file,
        Map<String, String> settings,
        Map<String, String> parameters,
        List<Overlay> overlays,
        Map<Integer, BootPin> pins) {

    /** A line {@code dtoverlay=name,parameter=value,…}. */
    record Overlay(String name, Map<String, String> parameters) {
        /** A parameter that is a pin. */
        int pin(String parameter, int usual) {
            return number(parameters.get(parameter)).orElse(usual);
        }
    }

    BootPin pin(int number) {
        return pins.getOrDefault(number, BootPin.atPowerOn(number));
    }

    /** Whether one of these parameters, which are names for the same, is on. */
    boolean on(String... names) {
        for (var name : names) if (isOn(parameters.getOrDefault(name, "off"))) return true;
        return false;
    }

    boolean sets(String setting, String value) {
        return value.equals(settings.get(setting));
    }

    List<Overlay> overlays(String name) {
        return overlays.stream().filter(overlay -> overlay.name.equals(name)).toList();
    }

    /** A parameter without a value is on; the device tree takes these words for the opposite. */
    private static boolean isOn(String value) {
        return !List.of("off", "0", "no", "n", "false").contains(value);
    }

    static Optional<Integer> number(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
