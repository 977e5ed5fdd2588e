import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.NullMarked;

/**
 * Another client that publishes readings with QoS 1, a hundred unacknowledged. Obeys {@code live N} and
 * {@code pace A_SECOND SECONDS}; answers with seconds.
 */
@NullMarked
abstract class Rival {
    static final int WINDOW = 100;

    private static final long SECOND = 1_000_000_000;

    private static final byte[] READING =
            "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1483920511,\"seq\":4321,\"temperature\":21.46,\"humidity\":48.1,\"pressure\":1013.2}"
                    .getBytes(StandardCharsets.UTF_8);

    private final String topic;

    Rival(String name) {
        this.topic = "sandpiper/" + name + "/telemetry/air";
    }

    /** @param acknowledged called on any thread */
    abstract void publish(String topic, byte[] payload, Runnable acknowledged) throws Exception;

    private double live(int many) throws Exception {
        var window = new Semaphore(WINDOW);
        var begun = System.nanoTime();
        for (var each = 0; each < many; each++) {
            window.acquire();
            publish(topic, READING, window::release);
        }
        window.acquire(WINDOW);
        return (System.nanoTime() - begun) / 1e9;
    }

    private double pace(int aSecond, int seconds) throws Exception {
        var begun = System.nanoTime();
        for (var each = 0; each < aSecond * seconds; each++) {
            publish(topic, READING, () -> {});
            Thread.sleep(Duration.ofNanos(begun + (each + 1) * (SECOND / aSecond) - System.nanoTime()));
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    final void obey() throws Exception {
        System.out.println("online");
        for (var orders = new Scanner(System.in); orders.hasNext(); ) {
            System.out.println(switch (orders.next()) {
                case "live" -> live(orders.nextInt());
                case "pace" -> pace(orders.nextInt(), orders.nextInt());
                default -> throw new IllegalArgumentException("live N or pace A_SECOND SECONDS");
            });
        }
        System.exit(0);
    }

    static String password(String file) throws IOException {
        return Files.readString(Path.of(file)).strip();
    }

    /** Whoever loses a message cannot win. */
    static void fail(Throwable cause) {
        cause.printStackTrace();
        Runtime.getRuntime().halt(1);
    }
}
