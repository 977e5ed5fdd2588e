package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The file in which the levels of outputs are recorded, one line each, written out at once. */
final class Trace {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Optional<Path> file;
    private final Supplier<Instant> wall;
    private final Consumer<String> complaints;
    private boolean complained;

    Trace(Optional<Path> file, Supplier<Instant> wall, Consumer<String> complaints) {
        this.file = file;
        this.wall = wall;
        this.complaints = complaints;
    }

    void gpio(int pin, boolean high) {
        line("gpio " + pin + (high ? " high" : " low"));
    }

    /** @param high the part of the time for which the pin is high */
    void pwm(int pin, double high) {
        line("pwm " + pin + " " + fraction(high));
    }

    /** @param output numbered from 0 on the chip */
    void chip(String bus, int address, int output, String level) {
        line("i2c %s 0x%02x %d %s".formatted(bus, address, output, level));
    }

    static String fraction(double part) {
        return new Value.Decimal(part, 9).toString();
    }

    private synchronized void line(String what) {
        if (file.isEmpty()) return;
        var line = STAMP.format(wall.get()) + " " + what + "\n";
        try {
            // One write for one line: whoever follows the file never sees half of it.
            Files.write(
                    file.get(),
                    line.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            complain(e);
        }
    }

    private void complain(IOException e) {
        if (!complained) complaints.accept("trace %s cannot be written: %s".formatted(file.get(), e));
        complained = true;
    }
}
