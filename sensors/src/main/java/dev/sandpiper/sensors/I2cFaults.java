package dev.sandpiper.sensors;

import dev.sandpiper.sensors.DeviceFault.Nature;

/** What an operator is told when an I2C transfer fails. The kernel's error texts are those of {@code strerror}. */
final class I2cFaults {
    private I2cFaults() {}

    static DeviceFault shortRead(int bus, int address, int count, int expected) {
        return new DeviceFault(
                Nature.DISTURBED,
                "short read from 0x%02x on i2c-%d: %d of %d bytes".formatted(address, bus, count, expected));
    }

    static DeviceFault shortWrite(int bus, int address, int count, int expected) {
        return new DeviceFault(
                Nature.DISTURBED,
                "short write to 0x%02x on i2c-%d: %d of %d bytes".formatted(address, bus, count, expected));
    }

    static DeviceFault everyoneAnswers(int bus) {
        return new DeviceFault(
                Nature.BROKEN_OFF,
                "the data line of i2c-%d is held low: an address that nobody has acknowledges; check wiring and pull-up resistors"
                        .formatted(bus));
    }

    static DeviceFault whileOpening(int bus, Throwable failure) {
        return new DeviceFault(opening(bus, failure), failure);
    }

    private static String opening(int bus, Throwable failure) {
        var said = Causes.messages(failure);
        if (failure instanceof LinkageError)
            return "i2c-%d: the native library of Pi4J cannot be loaded here (%s); it exists for 64-bit Raspberry Pi OS"
                    .formatted(bus, Causes.innermost(failure));
        if (said.contains("does not exist"))
            return "I2C is switched off on this Pi (there is no /dev/i2c-%d); switch it on with: sudo raspi-config nonint do_i2c 0"
                    .formatted(bus);
        if (said.contains("is not readable") || said.contains("is not writable") || said.contains("Permission denied"))
            return "no permission for /dev/i2c-%d; add the user to the group i2c: sudo usermod -aG i2c $USER"
                    .formatted(bus);
        return "i2c-%d cannot be opened: %s".formatted(bus, Causes.innermost(failure));
    }

    static DeviceFault during(int bus, int address, Throwable failure) {
        var said = Causes.messages(failure);
        return new DeviceFault(nature(said), transfer(said, failure).formatted(address, bus), failure);
    }

    private static Nature nature(String said) {
        if (silent(said)) return Nature.SILENT;
        if (held(said)) return Nature.HELD;
        return brokenOff(said) ? Nature.BROKEN_OFF : Nature.LASTING;
    }

    private static String transfer(String said, Throwable failure) {
        if (silent(said)) return "no acknowledgement from 0x%02x on i2c-%d";
        if (said.contains("timed out"))
            return "no end of the transfer with 0x%02x: i2c-%d is held down; check wiring and pull-up resistors";
        if (said.contains("I2C lock"))
            return "no turn for 0x%02x within 1 s: i2c-%d is occupied by a transfer that does not end";
        if (brokenOff(said))
            return "disturbed transfer with 0x%02x on i2c-%d; check wiring, cable length and pull-up resistors";
        if (said.contains("Device or resource busy"))
            return "0x%02x on i2c-%d belongs to a driver of the kernel; remove its dtoverlay from /boot/firmware/config.txt and restart";
        if (said.contains("Operation not permitted") || said.contains("Permission denied"))
            return "no permission to reach 0x%02x on i2c-%d; add the user to the group i2c";
        return "transfer with 0x%02x on i2c-%d failed: "
                + Causes.innermost(failure).replace("%", "%%");
    }

    // Broadcom's controller reports a missing acknowledgement as EREMOTEIO, i2c-gpio and others as ENXIO.
    private static boolean silent(String said) {
        return said.contains("Remote I/O error") || said.contains("No such device or address");
    }

    private static boolean held(String said) {
        return said.contains("timed out") || said.contains("I2C lock");
    }

    private static boolean brokenOff(String said) {
        return said.contains("Input/output error") || said.contains("Resource temporarily unavailable");
    }
}
