package dev.sandpiper.agent.health;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.store.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Figures of this process and of the device, as far as the kernel tells them. */
public final class Machine {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path WIRELESS = Path.of("/proc/net/wireless");
    /** USER_HZ of Linux on all its architectures. */
    private static final double TICKS_PER_SECOND = 100;

    private final Path sysfs;
    private final Path data;
    private long ticksBefore = -1;
    private long nanosBefore;

    /**
     * @param sysfs where {@code /sys} is
     * @param data a folder on the disk whose free space counts
     */
    public Machine(Path sysfs, Path data) {
        this.sysfs = sysfs;
        this.data = data;
    }

    /** This process; the CPU's share is that since the last call. */
    Json process(long nanos) {
        var json = new Json();
        statusLine("VmRSS").ifPresent(kib -> json.put("rss_mib", kib / 1024));
        cpuPercent(nanos).ifPresent(percent -> json.put("cpu_percent", percent, 1));
        statusLine("Threads").ifPresent(threads -> json.put("threads", threads));
        return json;
    }

    /** The device. */
    Json board() {
        var json = new Json();
        number(sysfs.resolve("class/thermal/thermal_zone0/temp"))
                .ifPresent(milli -> json.put("temperature", milli / 1000.0, 1));
        wifi().ifPresent(dbm -> json.put("wifi_dbm", dbm));
        free().ifPresent(bytes -> json.put("disk_free_mib", bytes >> 20));
        return json;
    }

    private static Optional<Long> statusLine(String name) {
        return lines(STATUS).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private Optional<Double> cpuPercent(long nanos) {
        var stat = lines(STAT);
        if (stat.isEmpty()) return Optional.empty();
        // Behind the name, which may contain blanks: state is field 0, utime 11, stime 12.
        var fields =
                stat.getFirst().substring(stat.getFirst().lastIndexOf(')') + 2).split(" ");
        var ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        var share = ticksBefore < 0 || nanos == nanosBefore
                ? Optional.<Double>empty()
                : Optional.of((ticks - ticksBefore) / TICKS_PER_SECOND / ((nanos - nanosBefore) / 1e9) * 100);
        ticksBefore = ticks;
        nanosBefore = nanos;
        return share;
    }

    private static Optional<Long> wifi() {
        return lines(WIRELESS).stream()
                .skip(2)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 3)
                .map(fields -> Long.parseLong(fields[3].replace(".", "")))
                .findFirst();
    }

    private Optional<Long> free() {
        try {
            return Optional.of(Files.getFileStore(data).getUsableSpace());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(Path file) {
        try {
            return lines(file).stream().findFirst().map(line -> Long.parseLong(line.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** The operating system, for people: {@code Debian GNU/Linux 13 (trixie)}. */
    static String os() {
        return lines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring(12).replace("\"", ""))
                .findFirst()
                .orElse(System.getProperty("os.name"));
    }

    /** Names the present boot; this process where the kernel does not tell. */
    public static String boot() {
        return lines(Path.of("/proc/sys/kernel/random/boot_id")).stream()
                .findFirst()
                .orElseGet(() -> Stop.NAMELESS_BOOT + ProcessHandle.current().pid());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
