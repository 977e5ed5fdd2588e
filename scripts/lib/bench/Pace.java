import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** So many records a second, a commit every so many seconds, in real time or as fast as the disk goes. */
@NullMarked
final class Pace {
    private static final long SECOND = 1_000_000_000;

    /** By then ext4 commits its journal, and the kernel writes what else was changed, unless somebody did before. */
    private static final int JOURNAL_SECONDS = 5;

    private static final int WRITEBACK_SECONDS = 30;

    private final Keeping keeping;
    private final Path folder;
    private final int commitSeconds;
    private final int recordsASecond;
    private final boolean realTime;
    private final long begun = System.nanoTime();
    private long number;
    private long second;
    private long nanos;
    private long cpuNanos;

    Pace(Keeping keeping, Path folder, int commitSeconds, int recordsASecond, boolean realTime) {
        this.keeping = keeping;
        this.folder = folder;
        this.commitSeconds = commitSeconds;
        this.recordsASecond = recordsASecond;
        this.realTime = realTime;
    }

    void keep(long records) throws Exception {
        for (var end = number + records; number < end; ) {
            var nanosBefore = System.nanoTime();
            var cpuBefore = cpu();
            for (var each = 0; each < recordsASecond; each++) keeping.add(++number);
            if (++second % commitSeconds == 0) keeping.commit();
            nanos += System.nanoTime() - nanosBefore;
            cpuNanos += cpu() - cpuBefore;
            if (realTime) Thread.sleep(Math.max(0, begun + second * SECOND - System.nanoTime()) / 1_000_000);
            else doWhatTheKernelDoes();
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** What was before was for warming up. */
    void begin() {
        nanos = 0;
        cpuNanos = 0;
    }

    /** Records a second and microseconds of processor time for one. */
    String speed(long records) {
        return String.format(Locale.ROOT, "%d %.1f", records * SECOND / nanos, cpuNanos / 1e3 / records);
    }

    // By its own clock, which goes slower than this one.
    private void doWhatTheKernelDoes() throws Exception {
        if (second % WRITEBACK_SECONDS == 0) sync("-f", List.of(folder));
        else if (second % JOURNAL_SECONDS == 0) sync("--", files());
    }

    // Not folders: where each record is a file, each was synchronised by itself. Nor what is written as memory, as SQLite's
    // index of its log is: with the journal goes only what was allocated.
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.toString().endsWith("-shm")).toList();
        }
    }

    // In a process of its own: SQLite's locks end when anything in this one closes the file.
    private static void sync(String option, List<Path> paths) throws Exception {
        if (paths.isEmpty()) return;
        var command = new ArrayList<>(List.of("sync", option));
        for (var path : paths) command.add(path.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) throw new IOException("sync failed");
    }
}
