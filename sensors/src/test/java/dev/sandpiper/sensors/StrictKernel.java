package dev.sandpiper.sensors;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel makes of writes to its PWM files, in a folder: drivers/pwm/sysfs.c, and pwm_apply_state() of
 * drivers/pwm/core.c, which refuses a period of 0 and a pulse longer than the period.
 */
final class StrictKernel implements KernelPwm.Hand {
    final List<String> writes = new ArrayList<>();
    /** How often udev is waited for after an export. */
    int rests;

    /** How many rests udev takes to hand an exported channel to the group. */
    int udev;

    String refusal = "";

    static void channel(Path folder, String period, String duty, String polarity, String enable) throws IOException {
        Files.createDirectories(folder);
        put(folder, "period", period);
        put(folder, "duty_cycle", duty);
        put(folder, "polarity", polarity);
        put(folder, "enable", enable);
    }

    private static void put(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text + "\n");
    }

    static String text(Path folder, String name) throws IOException {
        return Files.readString(folder.resolve(name)).strip();
    }

    private static long number(Path folder, String name) throws IOException {
        return Long.parseLong(text(folder, name));
    }

    @Override
    public void write(Path file, String text) throws IOException {
        var name = file.getFileName().toString();
        var folder = file.getParent();
        if (!refusal.isEmpty()) throw new IOException(refusal);
        if (name.equals("export")) channel(folder.resolve("pwm" + text), "0", "0", "normal", "0");
        else if (rests < udev) throw new AccessDeniedException(file.toString());
        else set(folder, name, text);
        writes.add(name + " " + text);
    }

    private static void set(Path folder, String name, String text) throws IOException {
        var before = text(folder, name);
        put(folder, name, text);
        var possible = number(folder, "period") > 0 && number(folder, "duty_cycle") <= number(folder, "period");
        var turned = name.equals("polarity") && !text.equals(before);
        if (possible && !(turned && text(folder, "enable").equals("1"))) return;
        put(folder, name, before);
        throw new IOException("Invalid argument");
    }

    @Override
    public void rest() {
        rests++;
    }
}
