package dev.sandpiper.agent.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of this process's threads wait in the kernel so that no signal ends them, by {@code proc_pid_stat(5)}. */
final class KernelWait {
    /** Longer names are cut by Java and by the kernel. */
    private static final int LONGEST_NAME = 15;

    private final Path tasks;

    /** @param tasks {@code /proc/self/task} */
    KernelWait(Path tasks) {
        this.tasks = tasks;
    }

    static KernelWait ofThisProcess() {
        return new KernelWait(Path.of("/proc/self/task"));
    }

    /** Whether the thread of that name is in state D, "waiting in uninterruptible disk sleep". */
    boolean holds(String thread) {
        if (thread.length() > LONGEST_NAME) return false;
        try (var all = Files.newDirectoryStream(tasks)) {
            for (var task : all) if (isUninterruptible(task, thread)) return true;
            return false;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean isUninterruptible(Path task, String thread) {
        try {
            var stat = Files.readString(task.resolve("stat"));
            // The name is in brackets, and may have some of its own.
            var end = stat.lastIndexOf(')');
            return stat.substring(stat.indexOf('(') + 1, end).equals(thread) && stat.charAt(end + 2) == 'D';
        } catch (IOException ended) {
            return false;
        }
    }
}
