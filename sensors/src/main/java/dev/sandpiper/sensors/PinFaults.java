package dev.sandpiper.sensors;

import com.pi4j.io.exception.IOAlreadyExistsException;

/** What an operator is told when a pin cannot be had, read or set. */
final class PinFaults {
    private PinFaults() {}

    /** @param what was to be done: {@code read}, {@code set high} */
    static DeviceFault of(int pin, String what, Throwable failure) {
        return new DeviceFault("pin " + pin + sentence(what, failure), failure);
    }

    private static String sentence(String what, Throwable failure) {
        var said = Causes.messages(failure);
        if (failure instanceof IOAlreadyExistsException) return " is already in use by this program";
        if (said.contains("Device or resource busy"))
            return " is in use by another program or a driver of the kernel; gpioinfo names it";
        if (said.contains("Operation not permitted") || said.contains("Permission denied"))
            return " is not permitted; add the user to the group gpio: sudo usermod -aG gpio $USER";
        if (said.contains("No gpio chip"))
            return ": no GPIO chip of a Raspberry Pi was found (its label would contain 'pinctrl')";
        return " cannot be " + what + ": " + Causes.innermost(failure);
    }
}
