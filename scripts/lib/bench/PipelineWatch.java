import dev.sandpiper.agent.control.ControlClient;
import dev.sandpiper.agent.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Scanner;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a process from outside, and asks an agent how many records were acknowledged. Obeys lines of standard input:
 * {@code online FOLDER} waits for an agent's connection; {@code begin PID FOLDER} and {@code end}, with {@code -} for
 * the folder of who is no agent, answers with seconds, records acknowledged and sampled, CPU seconds, RSS in KiB.
 */
@NullMarked
final class PipelineWatch {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An agent counts once a second at most. */
    private static final Duration COUNTED = Duration.ofSeconds(3);

    private final Path process;
    private final @Nullable Path folder;
    private final Look first;

    private record Look(long nanos, long acknowledged, long waiting, long cpuNanos) {}

    private PipelineWatch(String pid, String folder) throws Exception {
        this.process = Path.of("/proc", pid);
        this.folder = folder.equals("-") ? null : Path.of(folder);
        this.first = look();
    }

    // What an agent says is up to a second old, but for the moment at which it says something else.
    private Look look() throws Exception {
        if (folder == null) return new Look(System.nanoTime(), 0, 0, cpuNanos());
        var before = number(folder, "acknowledged");
        await(folder, COUNTED, acknowledged -> acknowledged != before);
        return new Look(System.nanoTime(), number(folder, "acknowledged"), number(folder, "records"), cpuNanos());
    }

    private String end() throws Exception {
        var last = look();
        var acknowledged = last.acknowledged - first.acknowledged;
        return "%.3f %d %d %.6f %s"
                .formatted(
                        (last.nanos - first.nanos) / 1e9,
                        acknowledged,
                        acknowledged + last.waiting - first.waiting,
                        (last.cpuNanos - first.cpuNanos) / 1e9,
                        rss());
    }

    // By thread: what the kernel tells of the whole process is in hundredths of a second.
    private long cpuNanos() throws IOException {
        var nanos = 0L;
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            for (var thread : threads.toList())
                nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        }
        return nanos;
    }

    private String rss() throws IOException {
        return Files.readString(process.resolve("status")).replaceFirst("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1");
    }

    private static boolean await(Path folder, Duration patience, LongPredicate acknowledged) throws Exception {
        for (var until = System.nanoTime() + patience.toNanos(); System.nanoTime() < until; Thread.sleep(LOOK))
            if (acknowledged.test(number(folder, "acknowledged"))) return true;
        return false;
    }

    // Nobody there: 0.
    private static long number(Path folder, String figure) throws Exception {
        var answer = ControlClient.ask(folder, "{\"do\":\"outbox\"}");
        if (answer.isEmpty()) return 0;
        return JsonObject.parse(answer.get()).members().get(figure) instanceof Number number ? number.longValue() : 0;
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        System.out.println("ready");
        for (var orders = new Scanner(System.in); orders.hasNext(); ) {
            switch (orders.next()) {
                case "online" -> System.out.println(isOnline(Path.of(orders.next())) ? "online" : "");
                case "begin" -> {
                    var watch = new PipelineWatch(orders.next(), orders.next());
                    System.out.println("begun");
                    if (orders.next().equals("end")) System.out.println(watch.end());
                }
                default -> throw new IllegalArgumentException("online FOLDER, or begin PID FOLDER and end");
            }
        }
    }

    private static boolean isOnline(Path folder) throws Exception {
        return await(folder, PATIENCE, acknowledged -> acknowledged > 0);
    }
}
