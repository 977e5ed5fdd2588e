package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.pi.BootConfig.Overlay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A pin whose hardware PWM is not switched on, or on another pin. The overlay sets the pin to its function; a program that
 * sets the PWM has no way to see where it comes out.
 *
 * <p>Source: raspberrypi/linux, arch/arm/boot/dts/overlays/README, pwm and pwm-2chan; the same numbers hold for RP1
 * ({@code legacy_fsel_map} of drivers/pinctrl/pinctrl-rp1.c), where each pin has a channel of its own.
 */
final class PwmOff implements Finding {
    /** By pin. */
    private static final Map<Integer, Integer> FUNCTIONS = Map.of(12, 4, 13, 4, 18, 2, 19, 2);

    private static final int USUAL_PIN = 18;
    private static final int USUAL_PIN_2 = 19;
    private static final int USUAL_FUNCTION = 2;

    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var wanted = wanted(config);
        if (wanted.isEmpty()) return List.of();
        var boot = pi.bootConfig();
        var set = set(boot);
        var found = new ArrayList<String>();
        if (!pi.model().hasRp1()) shared(wanted).ifPresent(found::add);
        wanted.forEach((pin, id) -> {
            if (FUNCTIONS.get(pin).equals(set.get(pin))) return;
            found.add("%s: pin %d has no PWM, since %s; %s"
                    .formatted(id, pin, cause(pin, set, boot), cure(List.copyOf(wanted.keySet()), boot)));
        });
        return found;
    }

    private static TreeMap<Integer, String> wanted(AgentConfig config) {
        var wanted = new TreeMap<Integer, String>();
        for (var device : Device.all(config)) device.pwm().ifPresent(pin -> wanted.put(pin, device.id()));
        return wanted;
    }

    /** The function of each pin that the overlays set. */
    private static Map<Integer, Integer> set(BootConfig boot) {
        var set = new LinkedHashMap<Integer, Integer>();
        for (var overlay : boot.overlays()) {
            var two = overlay.name().equals("pwm-2chan");
            if (two || overlay.name().equals("pwm")) set.put(overlay.pin("pin", USUAL_PIN), function(overlay, "func"));
            if (two) set.put(overlay.pin("pin2", USUAL_PIN_2), function(overlay, "func2"));
        }
        return set;
    }

    private static int function(Overlay overlay, String parameter) {
        return BootConfig.number(overlay.parameters().get(parameter)).orElse(USUAL_FUNCTION);
    }

    private static String cause(int pin, Map<Integer, Integer> set, BootConfig boot) {
        if (set.isEmpty()) return "%s has no dtoverlay=pwm".formatted(boot.file());
        if (set.containsKey(pin))
            return "%s sets the pin to function %d, expected %d"
                    .formatted(boot.file(), set.get(pin), FUNCTIONS.get(pin));
        return "%s sets it on pin %s"
                .formatted(
                        boot.file(), set.keySet().stream().map(String::valueOf).collect(Collectors.joining(" and ")));
    }

    private static String cure(List<Integer> pins, BootConfig boot) {
        return switch (pins.size()) {
            case 1 ->
                "add dtoverlay=pwm,%s to %s in place of any other and restart the Pi"
                        .formatted(words(pins.getFirst(), ""), boot.file());
            case 2 ->
                "add dtoverlay=pwm-2chan,%s,%s to %s in place of any other and restart the Pi"
                        .formatted(words(pins.get(0), ""), words(pins.get(1), "2"), boot.file());
            default -> "no overlay sets more than two pins; take a pca9685 for the others";
        };
    }

    private static String words(int pin, String second) {
        return "pin%s=%d,func%s=%d".formatted(second, pin, second, FUNCTIONS.get(pin));
    }

    // 12 and 18 are channel 0, 13 and 19 channel 1.
    private static Optional<String> shared(Map<Integer, String> wanted) {
        for (var pin : List.of(12, 13))
            if (wanted.containsKey(pin) && wanted.containsKey(pin + 6))
                return Optional.of("%s and %s: pins %d and %d have the same PWM channel on this Pi; move one to pin %d"
                        .formatted(wanted.get(pin), wanted.get(pin + 6), pin, pin + 6, pin == 12 ? 13 : 12));
        return Optional.empty();
    }
}
