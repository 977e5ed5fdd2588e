package dev.sandpiper.agent.pi;

import dev.sandpiper.sensors.kernel.GpioLine;
import dev.sandpiper.sensors.kernel.GpioLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who holds the pins of the header. */
@FunctionalInterface
public interface Holders {
    /** By pin. */
    Map<Integer, String> ofPins();

    /** As the kernel tells; nobody where it does not. */
    static Holders ofKernel() {
        return () -> {
            try {
                return of(GpioLines.all(Path.of("/dev")));
            } catch (IOException | RuntimeException | LinkageError unknown) {
                // Said by the missing group, or by the missing chip when the agent starts.
                return Map.of();
            }
        };
    }

    private static Map<Integer, String> of(List<GpioLines> chips) {
        return chips.stream()
                .filter(lines -> lines.chip().label().contains("pinctrl"))
                .limit(1)
                .flatMap(lines -> lines.lines().stream())
                .filter(line -> line.user().isPresent())
                .collect(Collectors.toMap(GpioLine::number, line -> line.user().orElseThrow()));
    }
}
