package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pin of the configuration that config.txt gives to an interface or to a driver of the kernel: the two would drive it
 * against each other, or the kernel refuses it.
 *
 * <p>Source: raspberrypi/linux, arch/arm/boot/dts/overlays/README; for the UART raspberrypi/documentation, uart.adoc.
 */
final class BusyPin implements Finding {
    /** Overlays with one pin, and that pin where the line names none; the parameter has one of three names. */
    private static final Map<String, Integer> USUAL_PINS = Map.of(
            "w1-gpio", 4,
            "w1-gpio-pullup", 4,
            "dht11", 4,
            "gpio-fan", 12,
            "gpio-ir", 18,
            "gpio-ir-tx", 18,
            "gpio-poweroff", 26,
            "gpio-shutdown", 3);

    private static final List<String> PARAMETERS = List.of("gpiopin", "gpio_pin", "gpio");

    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var boot = pi.bootConfig();
        var users = users(boot, pi.model());
        return Device.all(config).stream()
                .flatMap(device -> device.gpio().stream()
                        .filter(users::containsKey)
                        .map(pin ->
                                "%s: pin %d is in use by %s in %s; take another pin, or remove that line and restart the Pi"
                                        .formatted(device.id(), pin, users.get(pin), boot.file())))
                .toList();
    }

    /** The line that uses each pin. */
    static Map<Integer, String> users(BootConfig boot, Model model) {
        var users = new HashMap<Integer, String>();
        if (boot.on("spi")) take(users, "dtparam=spi=on", spi(boot));
        if (boot.on("i2c_arm", "i2c", "i2c1")) take(users, "dtparam=i2c_arm=on", List.of(2, 3));
        if (boot.on("i2c_vc", "i2c0")) take(users, "dtparam=i2c_vc=on", List.of(0, 1));
        if (boot.on("i2s")) take(users, "dtparam=i2s=on", List.of(18, 19, 20, 21));
        if (boot.sets("enable_uart", "1") && !model.hasRp1()) take(users, "enable_uart=1", List.of(14, 15));
        if (model.hasRp1() && boot.on("uart0", "uart0_console")) take(users, "dtparam=uart0", List.of(14, 15));
        for (var overlay : boot.overlays()) overlay(users, overlay);
        return users;
    }

    private static void take(Map<Integer, String> users, String line, List<Integer> pins) {
        pins.forEach(pin -> users.put(pin, line));
    }

    // Chip selects that no device needs can be left out.
    private static List<Integer> spi(BootConfig boot) {
        if (!boot.overlays("spi0-0cs").isEmpty()) return List.of(9, 10, 11);
        return boot.overlays("spi0-1cs").isEmpty() ? List.of(7, 8, 9, 10, 11) : List.of(8, 9, 10, 11);
    }

    private static void overlay(Map<Integer, String> users, BootConfig.Overlay overlay) {
        var line = "dtoverlay=" + overlay.name();
        var usual = USUAL_PINS.get(overlay.name());
        var named = PARAMETERS.stream()
                .flatMap(name -> BootConfig.number(overlay.parameters().get(name)).stream())
                .findFirst();
        named.or(() -> java.util.Optional.ofNullable(usual)).ifPresent(pin -> users.put(pin, line));
        if (overlay.name().matches("pwm(-2chan)?")) users.put(overlay.pin("pin", 18), line);
        if (overlay.name().equals("pwm-2chan")) users.put(overlay.pin("pin2", 19), line);
    }
}
