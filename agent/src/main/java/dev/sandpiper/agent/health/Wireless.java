package dev.sandpiper.agent.health;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The strength of the Wi-Fi signal. A line of the file is {@code wlan0: 0000 41. -69. -256 ...}: interface, status,
 * quality, level, noise. Without a connection all of them are 0, and some drivers tell the level in a measure of their
 * own; decibels to a milliwatt are always below 0.
 *
 * <p>Source: proc(5); raspberrypi/linux, net/wireless/wext-proc.c. The Pi's own driver, brcmfmac, fills it in.
 */
final class Wireless {
    private static final int TITLES = 2;
    private static final int LEVEL = 3;

    private final Path file;

    /** @param proc where {@code /proc} is; that of the process, to be there also where others are hidden */
    Wireless(Path proc) {
        this.file = proc.resolve("self/net/wireless");
    }

    /** Of the first interface that has a connection. */
    Optional<Long> dbm() {
        return KernelFile.lines(file).stream()
                .skip(TITLES)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > LEVEL)
                .flatMap(fields -> KernelFile.number(fields[LEVEL].replace(".", ""), 10).stream())
                .filter(level -> level < 0)
                .findFirst();
    }
}
