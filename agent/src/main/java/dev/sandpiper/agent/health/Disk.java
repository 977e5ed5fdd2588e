package dev.sandpiper.agent.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The disk that keeps the outbox. How worn it is only eMMC tells (a Compute Module's), in two files of its own; SD cards
 * do not, and of NVMe disks it is not in a file.
 *
 * <p>Source: the kernel's Documentation/block/stat.rst and driver-api/mmc/mmc-dev-attrs.rst; the values are those of the
 * EXT_CSD register, JEDEC JESD84-B51, DEVICE_LIFE_TIME_EST_TYP_A, _B and PRE_EOL_INFO.
 */
final class Disk {
    private static final int SECTORS_WRITTEN = 6;
    private static final long SECTORS_PER_MIB = 2048;
    private static final long ENOUGH_FREE = 64L << 20;
    /** A small disk of its own for the outbox is not full before a twentieth is left. */
    private static final long SMALL_PART = 20;

    private static final long WORN_OUT_PERCENT = 100;

    private final Path sysfs;
    private final Path folder;

    /** How much of the reserve for blocks that fail is used. */
    enum Reserve {
        NORMAL,
        WARNING,
        URGENT
    }

    /**
     * @param free bytes that the agent may still write
     * @param size bytes
     * @param writtenMib since the start of the system, by everybody
     * @param wornPercent of its expected life, in steps of 10; 110 when it is beyond
     */
    record Figures(
            Optional<Long> free,
            Optional<Long> size,
            Optional<Long> writtenMib,
            Optional<Long> wornPercent,
            Optional<Reserve> reserve) {

        /** Whether less is free than so many times what should be. */
        boolean lacks(int times) {
            return free.isPresent()
                    && size.isPresent()
                    && free.get() < times * Math.min(ENOUGH_FREE, size.get() / SMALL_PART);
        }

        /** Whether its memory is at the end of its life. */
        boolean worn() {
            return wornPercent.filter(percent -> percent >= WORN_OUT_PERCENT).isPresent()
                    || reserve.filter(state -> state != Reserve.NORMAL).isPresent();
        }
    }

    /** @param folder on the disk */
    Disk(Path sysfs, Path folder) {
        this.sysfs = sysfs;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Figures look() {
        var device = device();
        return new Figures(
                bytes(Space.FREE),
                bytes(Space.ALL),
                device.flatMap(Disk::sectorsWritten).map(sectors -> sectors / SECTORS_PER_MIB),
                device.flatMap(Disk::tenths).map(tenths -> 10 * tenths),
                device.flatMap(Disk::reserve));
    }

    private enum Space {
        FREE,
        ALL
    }

    private Optional<Long> bytes(Space space) {
        try {
            var store = Files.getFileStore(folder);
            return Optional.of(space == Space.FREE ? store.getUsableSpace() : store.getTotalSpace());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** The whole disk's folder; none for a file system without one device, as tmpfs, overlayfs and btrfs are. */
    private Optional<Path> device() {
        try {
            var number = (Long) Files.getAttribute(folder, "unix:dev");
            var part = sysfs.resolve("dev/block/" + name(number)).toRealPath();
            return Optional.of(Files.exists(part.resolve("partition")) ? part.getParent() : part);
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    /** {@code 179:2}; in a number the halves are split, see makedev(3) of glibc. */
    static String name(long number) {
        var major = number >> 8 & 0xFFF | number >> 32 & 0xFFFFF000L;
        var minor = number & 0xFF | number >> 12 & 0xFFFFFF00L;
        return major + ":" + minor;
    }

    private static Optional<Long> sectorsWritten(Path device) {
        return KernelFile.text(device.resolve("stat"))
                .map(text -> text.split("\\s+"))
                .filter(fields -> fields.length > SECTORS_WRITTEN)
                .flatMap(fields -> KernelFile.number(fields[SECTORS_WRITTEN], 10));
    }

    /** Of the two kinds of memory in it, the one that is worn more: {@code 0x01 0x02}; 0 is not told. */
    private static Optional<Long> tenths(Path device) {
        return KernelFile.text(device.resolve("device/life_time")).stream()
                .flatMap(text -> Stream.of(text.split("\\s+")))
                .flatMap(text -> hex(text).stream())
                .filter(tenths -> tenths > 0 && tenths <= 0x0B)
                .max(Long::compare);
    }

    private static Optional<Reserve> reserve(Path device) {
        return KernelFile.text(device.resolve("device/pre_eol_info"))
                .flatMap(Disk::hex)
                .filter(value -> value >= 1 && value <= Reserve.values().length)
                .map(value -> Reserve.values()[value.intValue() - 1]);
    }

    private static Optional<Long> hex(String text) {
        return text.startsWith("0x") ? KernelFile.number(text.substring(2), 16) : Optional.empty();
    }
}
