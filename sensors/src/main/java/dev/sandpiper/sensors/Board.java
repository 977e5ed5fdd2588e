package dev.sandpiper.sensors;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The hardware as drivers see it: pins and I2C devices through Pi4J, whether the {@code Context} behind it is a Pi's or
 * the simulated one. Errors of Pi4J become {@link DeviceFault}s with a sentence.
 */
public interface Board extends AutoCloseable {

    /** For people: {@code Raspberry Pi 4 Model B Rev 1.4}, {@code simulated}. */
    String model();

    /**
     * The device at an address of a bus of the board; nothing is sent yet.
     *
     * @param bus as in {@code /dev/i2c-1}
     * @param address 0x08 to 0x77
     */
    I2cPort i2c(int bus, int address) throws DeviceFault;

    /**
     * The device at an address of any bus; nothing is sent yet.
     *
     * @param address 0x08 to 0x77
     */
    default I2cPort i2c(Bus bus, int address) throws DeviceFault {
        return switch (bus) {
            case Bus.Own(var number) -> i2c(number, address);
            case Bus.Channel channel -> throw new DeviceFault(channel + ": this board has no multiplexers");
        };
    }

    /** The device at the {@code bus} and the {@code address} of an entry; nothing is sent yet. */
    default I2cPort i2c(Section section) throws DeviceFault {
        return i2c(section.bus("bus"), section.whole("address"));
    }

    /**
     * Tries to free a bus on which no transfer ends.
     *
     * @return what was found and done, for people; empty where there is nothing to try
     */
    default Optional<String> clear(Bus.Own bus) {
        return Optional.empty();
    }

    /** Requests a pin (BCM number) as input. */
    InputPin input(int pin, Pull pull) throws DeviceFault;

    /** Requests a pin (BCM number) as output, at {@code high} from the first moment. */
    OutputPin output(int pin, boolean high) throws DeviceFault;

    /** Where the kernel's {@code /sys} is: elsewhere on the simulated board with {@code sysfs:}. */
    Path sysfs();

    /** Releases everything; outputs keep the level they have as far as the kernel lets them. */
    @Override
    void close();

    /** The resistor inside the Pi. */
    enum Pull {
        UP,
        DOWN,
        OFF
    }

    /** An I2C device. Each call is one transaction on the bus. */
    interface I2cPort extends AutoCloseable {
        /** Writes. */
        void write(byte... bytes) throws DeviceFault;

        /** Reads {@code length} bytes without a pointer written first. */
        byte[] read(int length) throws DeviceFault;

        /** Writes {@code pointer}, then with a repeated start reads {@code length} bytes: a register read. */
        byte[] readRegister(int pointer, int length) throws DeviceFault;

        /** {@code bme280 on i2c-1 at 0x76} without the chip's name: {@code i2c-1 at 0x76}. */
        String place();

        @Override
        void close();
    }

    /** A pin that is read. */
    interface InputPin extends AutoCloseable {
        /** The level now, asked of the hardware. */
        boolean high() throws DeviceFault;

        /** Calls {@code edge} with the new level on every edge, on any thread. */
        void onEdge(Consumer<Boolean> edge);

        @Override
        void close();
    }

    /** A pin that is set. */
    interface OutputPin extends AutoCloseable {
        void set(boolean high) throws DeviceFault;

        @Override
        void close();
    }
}
