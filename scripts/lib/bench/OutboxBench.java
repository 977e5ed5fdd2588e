import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Measures one way to keep records, in a folder on a file system of its own.
 *
 * <ul>
 *   <li>{@code pace KEEPING FOLDER DEVICE SECONDS RECORDS RATE [real-time]}: offline at so many records a second, a
 *       commit every so many seconds; prints bytes written to the device per record, records a second, CPU microseconds per record
 *   <li>{@code fill KEEPING FOLDER RECORDS}
 *   <li>{@code open KEEPING FOLDER}: prints how many records there are and how many milliseconds it took
 *   <li>{@code drain KEEPING FOLDER}
 * </ul>
 */
@NullMarked
final class OutboxBench {
    private static final int SECTOR = 512;
    private static final int WRITTEN_SECTORS = 6;

    private OutboxBench() {}

    public static void main(String[] arguments) throws Exception {
        var keeping = Keeping.named(arguments[1]);
        var folder = Path.of(arguments[2]);
        switch (arguments[0]) {
            case "pace" -> pace(keeping, folder, List.of(arguments).subList(3, arguments.length));
            case "fill" -> fill(keeping, folder, Long.parseLong(arguments[3]));
            case "open" -> open(keeping, folder);
            case "drain" -> drain(keeping, folder);
            default -> throw new IllegalArgumentException("pace, fill, open or drain");
        }
    }

    private static void pace(Keeping keeping, Path folder, List<String> arguments) throws Exception {
        var device = Path.of("/sys/block", arguments.get(0), "stat");
        var records = Long.parseLong(arguments.get(2));
        var rate = Integer.parseInt(arguments.get(3));
        keeping.every(Duration.ofSeconds(1).dividedBy(rate));
        keeping.open(folder);
        var realTime = arguments.contains("real-time");
        var pace = new Pace(keeping, folder, Integer.parseInt(arguments.get(1)), rate, realTime);
        pace.keep(records / 10);
        pace.begin();
        var before = written(device);
        pace.keep(records);
        var bytes = written(device) - before;
        keeping.close();
        System.out.printf(Locale.ROOT, "%d %s%n", bytes / records, pace.speed(records));
    }

    private static long written(Path device) throws IOException {
        return SECTOR * Long.parseLong(Files.readString(device).strip().split("\\s+")[WRITTEN_SECTORS]);
    }

    private static void fill(Keeping keeping, Path folder, long records) throws Exception {
        keeping.open(folder);
        for (var number = 1L; number <= records; number++) {
            keeping.add(number);
            if (number % 2000 == 0 || number == records) keeping.commit();
        }
        keeping.close();
    }

    // Classes and the native library are loaded with an empty one first: what is measured is what the records cost.
    private static void open(Keeping keeping, Path folder) throws Exception {
        var empty = Files.createTempDirectory("sandpiper-bench");
        try (var rehearsal = keeping) {
            rehearsal.open(empty);
        }
        try (Stream<Path> files = Files.walk(empty)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        }
        var begun = System.nanoTime();
        var records = keeping.open(folder);
        System.out.printf("%d %d%n", records, (System.nanoTime() - begun) / 1_000_000);
        keeping.close();
    }

    private static void drain(Keeping keeping, Path folder) throws Exception {
        keeping.open(folder);
        keeping.drain();
        keeping.close();
    }
}
