package dev.sandpiper.sensors.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A GPIO chip with all its lines. */
public record GpioLines(GpioChip chip, List<GpioLine> lines) {

    /**
     * All chips, by the names of their devices.
     *
     * @param devices usually {@code /dev}
     * @throws IOException with the kernel's reason, for example that the user may not
     */
    public static List<GpioLines> all(Path devices) throws IOException {
        var all = new ArrayList<GpioLines>();
        for (var chip : GpioChip.all(devices)) all.add(new GpioLines(chip, chip.lines()));
        return all;
    }
}
