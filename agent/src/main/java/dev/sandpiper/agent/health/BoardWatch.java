package dev.sandpiper.agent.health;

import dev.sandpiper.agent.loop.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at the device the agent runs on, and judges what it sees. Belongs to the health lane; the report may be read by
 * any thread. No process is started, and nothing is held open.
 */
public final class BoardWatch {
    private static final Duration FIGURES = Duration.ofMinutes(1);
    /** Under-voltage comes and goes with the load, every few seconds: longer than that, and than a message's cycle. */
    private static final Duration FLAGS_HELD = Duration.ofMinutes(1);
    /** Where there is no flag for it: a Pi slows down from 80 °C on (raspberrypi/documentation, frequency-management.adoc). */
    private static final double HOT = 80;

    private static final double COOL = 75;

    private final Supply supply;
    private final Thermometer thermometer;
    private final Wireless wireless;
    private final Disk disk;
    private final Time time;
    private final Concern weakSupply;
    private final Concern slow;
    private final Concern fullDisk;
    private final Concern wornDisk;
    private Optional<Double> celsius = Optional.empty();
    private Optional<Long> wifiDbm = Optional.empty();
    private Disk.Figures figures;
    private long figuresDue;
    private volatile BoardReport report;

    /**
     * @param sysfs where {@code /sys} is
     * @param proc where {@code /proc} is
     * @param data a folder on the disk that counts
     */
    public BoardWatch(Path sysfs, Path proc, Path data, Time time) {
        this.supply = new Supply(sysfs);
        this.thermometer = new Thermometer(sysfs);
        this.wireless = new Wireless(proc);
        this.disk = new Disk(sysfs, data);
        this.time = time;
        weakSupply = new Concern(
                "the Pi's supply is too weak, use a stronger one and a shorter cable: under-voltage", FLAGS_HELD);
        slow = new Concern("the Pi is too hot, give it air or a heat sink: its processor slows down", FLAGS_HELD);
        fullDisk = new Concern("the disk of %s is nearly full, make room on it".formatted(data), Duration.ZERO);
        wornDisk = new Concern("the disk of %s is nearly worn out, replace it soon".formatted(data), Duration.ZERO);
        figures = disk.look();
        figuresDue = time.nanos();
        report = look();
    }

    /** What was seen last. */
    BoardReport report() {
        return report;
    }

    /** Has all figures read anew by the next look. */
    void readAgain() {
        figuresDue = time.nanos();
    }

    /** Looks again; on the health lane. */
    BoardReport look() {
        if (time.nanos() - figuresDue >= 0) readFigures();
        // Who makes room is told at once.
        else if (fullDisk.present()) figures = disk.look();
        var flags = supply.look();
        flags.undervoltage().ifPresent(low -> weakSupply.look(low, time));
        slow.look(isSlow(flags), time);
        fullDisk.look(figures.lacks(fullDisk.present() ? 2 : 1), time);
        wornDisk.look(figures.worn(), time);
        report = new BoardReport(celsius, held(flags), wifiDbm, figures, problems());
        return report;
    }

    // The driver of the Wi-Fi asks its chip each time, so this is rarer than the flags, which the kernel has at hand.
    private void readFigures() {
        supply.find();
        celsius = thermometer.celsius();
        wifiDbm = wireless.dbm();
        figures = disk.look();
        figuresDue = time.in(FIGURES);
    }

    private Supply.Flags held(Supply.Flags now) {
        return new Supply.Flags(
                now.undervoltage().map(_ -> weakSupply.present()),
                now.throttled().map(_ -> slow.present()));
    }

    private boolean isSlow(Supply.Flags flags) {
        if (flags.throttled().isPresent()) return flags.throttled().get();
        var limit = slow.present() ? COOL : HOT;
        return flags.undervoltage().isPresent() && celsius.isPresent() && celsius.get() >= limit;
    }

    // A weak supply slows the processor down too, and is the one to be mended.
    private List<Concern.Problem> problems() {
        return Stream.of(weakSupply.present() ? weakSupply : slow, fullDisk, wornDisk)
                .flatMap(concern -> concern.problem().stream())
                .toList();
    }
}
