package dev.sandpiper.sensors;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The Pi's hardware PWM, through the kernel's files in {@code /sys/class/pwm} (Documentation/driver-api/pwm.rst). Pi4J
 * writes these too, but knows whole percents only and stops the output at each update.
 *
 * <p>A chip's number depends on the kernel and on what else has PWM, so it is found by the address of its device. A
 * channel is never given back: that would stop its output.
 */
final class KernelPwm {
    /** How often a file is tried that udev has still to hand to the group: with {@link #BREATH}, for 1 s. */
    private static final int TRIES = 100;

    private static final Duration BREATH = Duration.ofMillis(10);

    /** What is done to the kernel's files. */
    interface Hand {
        /** Writes a text, without its end of line. */
        void write(Path file, String text) throws IOException;

        /** Lets a moment pass before a file is tried again. */
        void rest();
    }

    /** The hand that does it. */
    static final class RealHand implements Hand {
        @Override
        public void write(Path file, String text) throws IOException {
            Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        }

        @Override
        public void rest() {
            LockSupport.parkNanos(BREATH.toNanos());
        }
    }

    /**
     * @param device the end of the link of a chip's device
     * @param channels by pin
     */
    private record Controller(Pattern device, Map<Integer, Integer> channels) {}

    private static final List<Controller> CONTROLLERS = List.of(
            // Pi 0 to 4: 2020c000, 3f20c000 or fe20c000; the channels are in the README of the overlays, under pwm.
            new Controller(Pattern.compile("[0-9a-f]*20c000\\.pwm"), Map.of(12, 0, 13, 1, 18, 0, 19, 1)),
            // Pi 5: the first PWM of RP1, as pinctrl names its pins; the second, at 1f0009c000, turns the fan.
            new Controller(Pattern.compile("1f0*98000\\.pwm"), Map.of(12, 0, 13, 1, 18, 2, 19, 3)));

    private final Path chips;
    private final Hand hand;
    private final Map<Path, Integer> users = new HashMap<>();

    /** @param sysfs where {@code /sys} is */
    KernelPwm(Path sysfs, Hand hand) {
        this.chips = sysfs.resolve("class/pwm");
        this.hand = hand;
    }

    /** A pin's PWM, set to its period and its pulse without ever showing another one. */
    synchronized Board.PwmPin request(int pin, Duration period, Duration high) throws DeviceFault {
        var channel = channel(pin);
        var user = users.putIfAbsent(channel, pin);
        if (user != null) throw new DeviceFault(taken(pin, user));
        var output = new Output(pin, channel);
        try {
            output.begin(period.toNanos(), high.toNanos());
            return output;
        } catch (IOException failure) {
            output.close();
            throw fault(pin, failure);
        }
    }

    private static String taken(int pin, int user) {
        if (pin == user) return "pin " + pin + " is already in use by this program";
        return "pin %d has the same PWM channel as pin %d, which is in use; take another pin".formatted(pin, user);
    }

    private Path channel(int pin) throws DeviceFault {
        try (var all = Files.list(chips)) {
            for (var chip : all.sorted().toList()) {
                var number = number(chip, pin);
                if (number.isPresent()) return chip.resolve("pwm" + number.get());
            }
        } catch (IOException noPwmAtAll) {
            // Told like a kernel with the PWM of something else only.
        }
        throw new DeviceFault(
                "pin %d: the PWM of this Pi is switched off; add %s to /boot/firmware/config.txt and restart"
                        .formatted(pin, overlay(pin)));
    }

    private static Optional<Integer> number(Path chip, int pin) {
        try {
            var device = chip.resolve("device").toRealPath().getFileName().toString();
            return CONTROLLERS.stream()
                    .filter(controller -> controller.device.matcher(device).matches())
                    .map(controller -> controller.channels.get(pin))
                    .findFirst();
        } catch (IOException notEvenADevice) {
            return Optional.empty();
        }
    }

    /** The overlay's README has the function of each pin: 4 on 12 and 13, 2 on 18 and 19. */
    private static String overlay(int pin) {
        return pin < 18 ? "dtoverlay=pwm-2chan,pin=12,func=4,pin2=13,func2=4" : "dtoverlay=pwm-2chan";
    }

    private static DeviceFault fault(int pin, IOException failure) {
        var said = failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(failure.getMessage());
        if (failure instanceof AccessDeniedException || said.contains("Permission denied"))
            said =
                    "no permission for its files in /sys/class/pwm; add the user to the group gpio: sudo usermod -aG gpio $USER";
        else if (failure instanceof NoSuchFileException) said = "the kernel has taken it away";
        else if (said.contains("Device or resource busy")) said = "a driver of the kernel uses it";
        else if (said.contains("Read-only file system"))
            said = "/sys is read-only here; add ReadWritePaths=-/sys/devices/platform to the service's unit";
        else if (said.contains("Invalid argument")) said = "the kernel cannot make this frequency; take another one";
        return new DeviceFault("PWM of pin %d: %s".formatted(pin, said), failure);
    }

    private final class Output implements Board.PwmPin {
        private final int pin;
        private final Path files;
        private boolean closed;

        Output(int pin, Path files) {
            this.pin = pin;
            this.files = files;
        }

        /** The kernel never takes a pulse that is longer than the period, not even between two writes. */
        void begin(long period, long high) throws IOException {
            if (!Files.exists(files)) export();
            stopWhereTurnedRound();
            if (high > number("period") || number("period") == 0) {
                patiently("period", Long.toString(period));
                patiently("duty_cycle", Long.toString(high));
            } else {
                patiently("duty_cycle", Long.toString(high));
                patiently("period", Long.toString(period));
            }
            patiently("enable", "1");
        }

        private void export() throws IOException {
            var channel = files.getFileName().toString().substring("pwm".length());
            hand.write(files.resolveSibling("export"), channel);
        }

        // Left by another program. The polarity can be changed while the output stands still only.
        private void stopWhereTurnedRound() throws IOException {
            if (!text("polarity").equals("inversed")) return;
            patiently("enable", "0");
            patiently("polarity", "normal");
        }

        private long number(String name) {
            try {
                return Long.parseLong(text(name));
            } catch (NumberFormatException notThere) {
                return 0;
            }
        }

        private String text(String name) {
            try {
                return Files.readString(files.resolve(name)).strip();
            } catch (IOException notYet) {
                return "";
            }
        }

        // Right after an export the files belong to root until udev has run.
        private void patiently(String name, String text) throws IOException {
            for (var tries = 1; ; tries++) {
                try {
                    hand.write(files.resolve(name), text);
                    return;
                } catch (AccessDeniedException | NoSuchFileException notYet) {
                    if (tries == TRIES) throw notYet;
                    hand.rest();
                }
            }
        }

        @Override
        public void set(Duration high) throws DeviceFault {
            if (closed) throw new DeviceFault("pin " + pin + ": closed");
            try {
                hand.write(files.resolve("duty_cycle"), Long.toString(high.toNanos()));
            } catch (IOException failure) {
                throw fault(pin, failure);
            }
        }

        @Override
        public void close() {
            if (closed) return;
            closed = true;
            synchronized (KernelPwm.this) {
                users.remove(files);
            }
        }
    }
}
