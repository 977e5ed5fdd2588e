package dev.sandpiper.agent.health;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.store.Stop;
import java.nio.file.Path;
import java.util.Optional;

/** Figures of this process, and what the kernel tells of the system. */
public final class Machine {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");
    /** USER_HZ of Linux on all its architectures. */
    private static final double TICKS_PER_SECOND = 100;

    private long ticksBefore;
    private double secondsBefore;
    private double percentBefore;

    /** This process; the CPU's share is that since the last call, at first since its start. */
    Json process() {
        var json = new Json();
        statusLine("VmRSS").ifPresent(kib -> json.put("rss_mib", kib / 1024));
        cpuPercent().ifPresentOrElse(percent -> json.put("cpu_percent", percent, 1), () -> json.putNull("cpu_percent"));
        statusLine("Threads").ifPresent(threads -> json.put("threads", threads));
        return json;
    }

    private static Optional<Long> statusLine(String name) {
        return KernelFile.lines(STATUS).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private Optional<Double> cpuPercent() {
        return KernelFile.text(STAT).flatMap(stat -> {
            // Behind the name, which may contain blanks: state is field 0, utime 11, stime 12, starttime 19.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return secondsSinceBoot()
                    .map(now -> percent(
                            Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                            now - Long.parseLong(fields[19]) / TICKS_PER_SECOND));
        });
    }

    // In less than a second a single tick would be a lot. In a container the boot may be later than the start.
    private double percent(long ticks, double seconds) {
        if (seconds - secondsBefore < 1) return percentBefore;
        percentBefore = 100 * (ticks - ticksBefore) / TICKS_PER_SECOND / (seconds - secondsBefore);
        ticksBefore = ticks;
        secondsBefore = seconds;
        return percentBefore;
    }

    private static Optional<Double> secondsSinceBoot() {
        return KernelFile.text(UPTIME).map(text -> Double.parseDouble(text.split(" ")[0]));
    }

    /** The operating system, for people: {@code Debian GNU/Linux 13 (trixie)}. */
    static String os() {
        return KernelFile.lines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring(12).replace("\"", ""))
                .findFirst()
                .orElse(System.getProperty("os.name"));
    }

    /** Names the present boot; this process where the kernel does not tell. */
    public static String boot() {
        return KernelFile.lines(Path.of("/proc/sys/kernel/random/boot_id")).stream()
                .findFirst()
                .orElseGet(() -> Stop.NAMELESS_BOOT + ProcessHandle.current().pid());
    }
}
