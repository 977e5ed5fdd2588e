package com.example;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A sensor that does whatever is wrong. */
public final class Trouble implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.1);

    public static final SensorType TYPE = new SensorType(
                    "trouble",
                    "Whatever is wrong",
                    List.of(Option.optional(
                            "makes", new Option.Kind.Text(".*", "read-throws"), "none", "what it does")),
                    Trouble::quantities,
                    false,
                    true,
                    "{ id: trouble, type: trouble }",
                    Trouble::open)
            .onLane("i2c-none")
            .withRules(Trouble::rules);

    /** Lets one that hangs go on. */
    public static final Semaphore GO_ON = new Semaphore(0);

    private final String makes;

    private Trouble(String makes) {
        this.makes = makes;
    }

    private static List<Quantity> quantities(Section section) {
        return switch (section.text("makes")) {
            case "quantities-throw" -> throw new IllegalStateException("no idea");
            case "quantities-null" -> null;
            case "fahrenheit" -> List.of(new Quantity("temperature", "°F", 0.1));
            case "reserved-name" -> List.of(Quantity.plain("seq"));
            case "name-twice" -> List.of(TEMPERATURE, TEMPERATURE);
            case "nan-step" -> List.of(Quantity.named("voltage", Double.NaN));
            default -> List.of(TEMPERATURE);
        };
    }

    private static Map<String, String> rules(Section section) {
        return switch (section.text("makes")) {
            case "rule" -> Map.of("makes", "found rule, expected trouble; correct it");
            case "rules-throw" -> throw new AssertionError();
            default -> Map.of();
        };
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        switch (section.text("makes")) {
            case "open-throws" -> throw new IllegalStateException("not today");
            case "open-null" -> {
                return null;
            }
            case "open-hangs" -> GO_ON.acquireUninterruptibly();
            case "board-closes" -> board.close();
            default -> {}
        }
        return new Trouble(section.text("makes"));
    }

    private static int deep(int level) {
        return deep(level + 1) + 1;
    }

    @Override
    public Duration start() throws DeviceFault {
        return switch (makes) {
            case "start-throws" -> throw new UnsupportedOperationException();
            case "start-null" -> null;
            case "start-forever" -> Duration.ofDays(400_000_000L);
            case "start-before" -> Duration.ofSeconds(-1);
            case "fault-without-words" -> throw new DeviceFault((String) null);
            case "fault-of-lines" -> throw new DeviceFault("one\ntwo\u001b[31m " + "x".repeat(1000));
            default -> Duration.ZERO;
        };
    }

    @Override
    public Optional<Duration> goOn() {
        return makes.equals("endless-parts") ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    @Override
    public Reading read() throws DeviceFault {
        return switch (makes) {
            case "read-throws" -> throw new IllegalStateException("boom\nsecond line");
            case "read-sneaks" -> throw Trouble.<RuntimeException>sneaked(new java.io.IOException("disk"));
            case "linkage" -> throw new NoSuchMethodError("dev.sandpiper.sensors.Reading.gone()");
            case "overflow" -> Reading.of("temperature", new Value.Count(deep(0)));
            case "memory" -> throw new OutOfMemoryError("Java heap space");
            case "hang" -> {
                GO_ON.acquireUninterruptibly();
                yield new Reading().with(TEMPERATURE, 99);
            }
            case "null" -> null;
            case "nan" -> new Reading().with(TEMPERATURE, Double.NaN);
            case "null-value" -> new Reading().with("temperature", null);
            case "undeclared" -> new Reading().with(TEMPERATURE, 1).with("pressure", new Value.Count(1));
            case "decimals" -> Reading.of("temperature", new Value.Decimal(1, 400));
            case "long-text" -> Reading.of("temperature", new Value.Text("x".repeat(1000)));
            default -> new Reading().with(TEMPERATURE, 21.5);
        };
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneaked(Throwable checked) throws X {
        throw (X) checked;
    }

    @Override
    public Optional<String> kept() {
        return switch (makes) {
            case "kept-throws" -> throw new IllegalStateException("forgotten");
            case "kept-null" -> null;
            case "kept-much" -> Optional.of("x".repeat(100_000));
            default -> Optional.of("kept");
        };
    }

    @Override
    public void onChange(Runnable changed) {
        if (makes.equals("flood")) for (var i = 0; i < 100_000; i++) changed.run();
        if (makes.equals("onchange-throws")) throw new IllegalStateException("deaf");
    }

    @Override
    public void close() {
        if (makes.equals("close-throws")) throw new IllegalStateException("shut");
    }
}
