package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sheet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that prints one JSON object of values and ends with exit code 0. It is started without a shell, and looked
 * after now and then: nothing waits for it. One that takes longer than {@code timeout} is killed with all it started.
 */
public final class ExecSensor implements Sensor {
    public static final SensorType TYPE = new SensorType(
                    "exec",
                    "A program that prints one JSON object of values",
                    List.of(
                            Option.required(
                                    "command", new Kind.Command(), "program and arguments; no shell is involved"),
                            Option.optional(
                                    "timeout",
                                    new Kind.Span(Duration.ofMillis(100), Duration.ofMinutes(10)),
                                    Duration.ofSeconds(10),
                                    "how long it may take"),
                            Option.optional(
                                    "values", new Kind.Values(List.of()), Map.of(), "what is done to its values")),
                    section -> section.named("values").keySet().stream()
                            .map(name -> Quantity.named(name, Quantity.UNKNOWN_STEP))
                            .toList(),
                    false,
                    true,
                    "{ id: soil, type: exec, command: [/usr/local/bin/soil], timeout: 10s, every: 5m }",
                    (section, _) -> new ExecSensor(section.words("command"), section.span("timeout")))
            .withSheet(Sheet.of("contract, section 9", ""));

    private static final Duration FIRST_LOOK = Duration.ofMillis(10);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(500);

    private final List<String> command;
    private final Duration timeout;
    private @Nullable Program program;
    private Duration waited = Duration.ZERO;
    private boolean ended;

    private ExecSensor(List<String> command, Duration timeout) {
        this.command = command;
        this.timeout = timeout;
    }

    @Override
    public Duration start() throws DeviceFault {
        close();
        program = Program.start(command);
        waited = FIRST_LOOK;
        ended = false;
        return FIRST_LOOK;
    }

    /** {@inheritDoc} Looks more and more rarely: a short program is not kept waiting, a long one not woken for. */
    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        if (program == null || ended) return Optional.empty();
        ended = !program.runs();
        // Its last output is handed over a moment after its end.
        if (ended) return Optional.of(FIRST_LOOK);
        if (waited.compareTo(timeout) >= 0) throw tooSlow();
        var pause = shorter(shorter(waited.dividedBy(4).plus(FIRST_LOOK), LONGEST_LOOK), timeout.minus(waited));
        waited = waited.plus(pause);
        return Optional.of(pause);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private DeviceFault tooSlow() {
        close();
        return new DeviceFault("%s did not end within its timeout of %s ms and was killed"
                .formatted(command.getFirst(), timeout.toMillis()));
    }

    @Override
    public Reading read() throws DeviceFault {
        if (program == null) throw new DeviceFault(command.getFirst() + " was not started");
        try {
            return FlatJson.read(program.output());
        } catch (FlatJson.Malformed malformed) {
            throw new DeviceFault(
                    "%s: its output %s; expected one JSON object like {\"temperature\":21.5}"
                            .formatted(command.getFirst(), malformed.getMessage()),
                    malformed);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (program != null) program.kill();
        program = null;
    }
}
