package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.OwnedChip;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sysfs;
import java.time.Duration;
import java.util.Optional;

/**
 * A sensor on I2C whose chip a driver of the kernel may have, now or later: as long as it does the values come from there,
 * where it has them all, and the chip is not touched. Looked at before each conversion; it is one look into {@code /sys}.
 */
public final class KernelRoute implements Sensor {
    private final SensorType type;
    private final Section section;
    private final Board board;
    private final Bus.Own bus;

    /** The type's own driver, as long as it has the chip. */
    private Optional<Sensor> own = Optional.empty();
    /** Where the values are read instead. */
    private Optional<KernelChip> instead = Optional.empty();

    private Optional<String> remark = Optional.empty();

    private KernelRoute(SensorType type, Section section, Board board, Bus.Own bus) {
        this.type = type;
        this.section = section;
        this.board = board;
        this.bus = bus;
    }

    /** Opens a sensor as its type does, but where the kernel has its chip. */
    public static Sensor open(SensorType type, Section section, Board board) throws DeviceFault {
        return isAChip(type) && section.bus("bus") instanceof Bus.Own bus
                ? new KernelRoute(type, section, board, bus)
                : type.opener().open(section, board);
    }

    /**
     * What an operator should know of a sensor whose chip a driver of the kernel has at the moment; empty where none has it.
     *
     * @throws DeviceFault with what can be done about it, where it is not read there
     */
    public static Optional<String> remark(SensorType type, Section section, Sysfs sysfs) throws DeviceFault {
        if (!hasAddress(type) || !(section.bus("bus") instanceof Bus.Own bus)) return Optional.empty();
        var owned = OwnedChip.at(sysfs, bus.number(), section.whole("address"));
        if (owned.isEmpty()) return Optional.empty();
        if (!isAChip(type)) throw owned.get().fault();
        return Optional.of(KernelChip.of(owned.get(), type, section).remark());
    }

    // What its user makes of it, as register, is no particular chip.
    private static boolean isAChip(SensorType type) {
        return hasAddress(type)
                && type.options().stream().noneMatch(option -> option.kind() instanceof Option.Kind.Values);
    }

    private static boolean hasAddress(SensorType type) {
        return type.options().stream().anyMatch(option -> option.kind() instanceof Option.Kind.Address);
    }

    @Override
    public Duration start() throws DeviceFault {
        var owned = OwnedChip.at(board.kernel(), bus.number(), section.whole("address"));
        if (owned.isPresent()) return startThere(owned.get());
        if (instead.isPresent()) remark = instead.map(KernelChip::farewell);
        instead = Optional.empty();
        return own().start();
    }

    private Duration startThere(OwnedChip chip) throws DeviceFault {
        close();
        instead = Optional.empty();
        var there = KernelChip.of(chip, type, section);
        remark = Optional.of(there.remark());
        instead = Optional.of(there);
        return Duration.ZERO;
    }

    private Sensor own() throws DeviceFault {
        if (own.isEmpty()) own = Optional.of(type.opener().open(section, board));
        return own.get();
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        return instead.isPresent() ? Optional.empty() : own().goOn();
    }

    @Override
    public Reading read() throws DeviceFault {
        return instead.isPresent() ? instead.get().read() : own().read();
    }

    @Override
    public Optional<String> remark() {
        return remark;
    }

    @Override
    public void close() {
        own.ifPresent(Sensor::close);
        own = Optional.empty();
    }
}
