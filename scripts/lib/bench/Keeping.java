import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/** A way to keep records on a card until somebody has them. */
@NullMarked
interface Keeping extends AutoCloseable {
    /** Opens what is in the folder; returns when the first record could be sent and how many there are is known. */
    long open(Path folder) throws Exception;

    /** How much time lies between two records. */
    default void every(Duration span) {}

    /** Takes one record, which need not be on the card yet. */
    void add(long number) throws Exception;

    /** When this returns, what was added survives a power cut. */
    void commit() throws Exception;

    /** Somebody has them all. */
    void drain() throws Exception;

    @Override
    void close() throws Exception;

    static Keeping named(String name) {
        return switch (name) {
            case "sandpiper" -> new OutboxKeeping();
            case "mvstore" -> new MvStoreKeeping();
            case "append" -> new AppendKeeping();
            case "paho-file" -> new PahoKeeping();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What a sensor says, as members of JSON: no two are alike. */
    static String body(long number) {
        var swing = Math.sin(number / 9000.0);
        var noise = Math.floorMod(number * 0x9E3779B97F4A7C15L >> 20, 97);
        return "\"temperature\":%d.%02d,\"humidity\":%d.%d,\"pressure\":%d.%02d,\"gas_resistance\":%d"
                .formatted(
                        20 + Math.round(swing * 4),
                        noise,
                        45 + Math.round(swing * 9),
                        noise % 10,
                        1010 + Math.round(swing * 7),
                        99 - noise,
                        50_000 + Math.round(swing * 9_000) + noise * 11);
    }

    /** The same as the others keep it: the payload as it is sent. */
    static byte[] payload(long number) {
        return "{\"ts\":\"2026-11-23T%02d:%02d:%02d.%03dZ\",\"run\":1483920511,\"seq\":%d,%s}"
                .formatted(
                        number / 72_000 % 24,
                        number / 1200 % 60,
                        number / 20 % 60,
                        number % 20 * 50 + number % 7,
                        number,
                        body(number))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One of twenty sensors. */
    static String sensor(long number) {
        return "air-" + (1 + number % 20);
    }
}
