package dev.sandpiper.agent.pi;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The sections of config.txt: {@code [pi4]}, {@code [0x12345678]}, {@code [board-type=0x11]}. Sections of one kind replace
 * each other, of different kinds all must fit, {@code [all]} ends them. What nobody can know afterwards (a monitor, a
 * pin's level, a variable of the boot) counts as not fitting.
 *
 * <p>Source: raspberrypi/documentation, config_txt/conditional.adoc.
 */
final class BootFilters {
    private final Pi pi;
    private final Map<String, Boolean> fits = new HashMap<>();

    BootFilters(Pi pi) {
        this.pi = pi;
    }

    /** Whether the lines that follow are heeded. */
    boolean pass() {
        return !fits.containsValue(false);
    }

    /** @param name of the section, without its brackets */
    void begin(String name) {
        var filter = name.strip().toLowerCase(Locale.ROOT);
        if (filter.equals("all")) fits.clear();
        else if (filter.startsWith("0x")) fits.put("serial", filter.equals(serial()));
        else if (filter.startsWith("board-type=")) fits.put("board", boardType(filter));
        else if (filter.matches("(pi|cm)[0-9].*"))
            fits.put("model", pi.model().filters().contains(filter));
        else fits.put(filter.split("[=:&<>0-9]", 2)[0], false);
    }

    /** Its last eight digits count. */
    private String serial() {
        var digits = pi.text("/proc/device-tree/serial-number").orElse("");
        return "0x" + digits.substring(Math.max(0, digits.length() - 8));
    }

    /** Bits 4 to 11 of the revision code. */
    private boolean boardType(String filter) {
        var revision = pi.bytes("/proc/device-tree/system/linux,revision");
        return revision.map(bytes -> new BigInteger(1, bytes).intValue() >> 4 & 0xFF)
                .filter(type -> filter.endsWith("=0x%02x".formatted(type)) || filter.endsWith("=" + type))
                .isPresent();
    }
}
