package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.pi.BootConfig.Overlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads config.txt. Later lines win; {@code dtparam} behind a {@code dtoverlay} may be the overlay's or the base's, which
 * only the overlay itself knows, so that it counts for both; an empty {@code dtoverlay=} ends that.
 *
 * <p>Source: raspberrypi/documentation, config_txt/what_is_config_txt.adoc and gpio.adoc.
 */
final class BootConfigReader {
    /** A file that includes itself comes to an end. */
    private static final int DEEPEST = 8;

    private static final Pattern INCLUDE = Pattern.compile("include\\s+(\\S+)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,2})-(\\d{1,2})");

    private final Pi pi;
    private final BootFilters filters;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();
    private final List<Overlay> overlays = new ArrayList<>();
    private final Map<Integer, BootPin> pins = new TreeMap<>();
    private boolean inOverlay;

    private BootConfigReader(Pi pi) {
        this.pi = pi;
        this.filters = new BootFilters(pi);
    }

    static BootConfig read(Path file, Pi pi) {
        var reader = new BootConfigReader(pi);
        reader.file(file, 1);
        return new BootConfig(file.toString(), reader.settings, reader.parameters, reader.overlays, reader.pins);
    }

    private void file(Path file, int depth) {
        if (depth > DEEPEST) return;
        for (var line :
                pi.text(file.toString()).orElse("").lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) filters.begin(line.substring(1, line.length() - 1));
            else if (!line.startsWith("#") && filters.pass()) line(file, depth, line);
        }
    }

    private void line(Path file, int depth, String line) {
        var include = INCLUDE.matcher(line);
        if (include.matches()) file(file.resolveSibling(include.group(1)), depth + 1);
        var parts = line.split("=", 2);
        if (parts.length == 2) setting(parts[0].strip(), parts[1].strip());
    }

    private void setting(String name, String value) {
        switch (name) {
            case "gpio" -> gpio(value);
            case "dtparam", "dtparams" -> parameters(value);
            case "dtoverlay", "device_tree_overlay" -> overlay(value);
            default -> settings.put(name, value);
        }
    }

    private void parameters(String value) {
        var given = named(value.split(","));
        parameters.putAll(given);
        if (inOverlay) overlays.getLast().parameters().putAll(given);
    }

    private void overlay(String value) {
        var words = value.split(",");
        inOverlay = !words[0].isBlank();
        if (inOverlay)
            overlays.add(new Overlay(words[0].strip(), named(java.util.Arrays.copyOfRange(words, 1, words.length))));
    }

    private static Map<String, String> named(String[] words) {
        var named = new LinkedHashMap<String, String>();
        for (var word : words) {
            var parts = word.split("=", 2);
            named.put(parts[0].strip(), parts.length == 2 ? parts[1].strip() : "on");
        }
        return named;
    }

    /** {@code 22=op,dh} or {@code 4-6,22=pu}. */
    private void gpio(String value) {
        var parts = value.split("=", 2);
        if (parts.length != 2) return;
        var attributes = List.of(parts[1].strip().split("\\s*,\\s*"));
        for (var word : parts[0].split(","))
            numbers(word.strip())
                    .forEach(number -> pins.put(
                            number,
                            pins.getOrDefault(number, BootPin.atPowerOn(number)).with(attributes)));
    }

    private static List<Integer> numbers(String word) {
        var range = RANGE.matcher(word);
        if (!range.matches()) return BootConfig.number(word).stream().toList();
        return IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
                .boxed()
                .toList();
    }
}
