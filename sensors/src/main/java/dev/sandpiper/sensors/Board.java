package dev.sandpiper.sensors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** Requests a pin (BCM number) as input that tells its edges. */
    InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault;

    /** Requests a pin (BCM number) as output, at {@code high} from the first moment. */
    OutputPin output(int pin, boolean high) throws DeviceFault;

    /** Requests any pin as input that tells its edges. */
    default InputPin input(Pin pin, Pull pull, Trigger trigger) throws DeviceFault {
        return switch (pin) {
            case Pin.Own(var number) -> input(number, pull, trigger);
            case Pin.Line line -> throw new DeviceFault("pin " + line + ": this board has no expanders");
        };
    }

    /** Requests any pin as output, at {@code high} from the first moment. */
    default OutputPin output(Pin pin, boolean high) throws DeviceFault {
        return switch (pin) {
            case Pin.Own(var number) -> output(number, high);
            case Pin.Line line -> throw new DeviceFault("pin " + line + ": this board has no expanders");
        };
    }

    /** The pins that can have hardware PWM (BCM numbers). */
    List<Integer> PWM_PINS = List.of(12, 13, 18, 19);

    /**
     * Requests a pin's hardware PWM, which is high for a part of each period from the first moment.
     *
     * @param pin one of {@link #PWM_PINS}
     * @param high up to {@code period}: none is always low, all is always high
     */
    PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault;

    /** Where the kernel's {@code /sys} is: elsewhere on the simulated board with {@code sysfs:}. */
    Path sysfs();

    /** What the kernel's drivers tell of their devices: those of this board, so of models on the simulated one. */
    default Sysfs kernel() {
        return Sysfs.at(sysfs());
    }

    /** Releases everything; outputs keep the level they have as far as the kernel lets them. */
    @Override
    void close();

    /** The resistor inside the Pi. */
    enum Pull {
        UP,
        DOWN,
        OFF
    }

    /** Which edges of an input are told. */
    enum Trigger {
        RISING,
        FALLING,
        BOTH;

        /** Whether an edge to this level is told. */
        public boolean tells(boolean high) {
            return switch (this) {
                case RISING -> high;
                case FALLING -> !high;
                case BOTH -> true;
            };
        }
    }

    /**
     * A pin's level at one moment.
     *
     * @param nanos of a clock that never jumps and is the same for levels and edges of all pins
     */
    record Level(boolean high, long nanos) {}

    /**
     * A change of a pin's level.
     *
     * @param high the level from then on
     * @param nanos when it was, by the clock of {@link Level}
     * @param lost how many edges before this one are not told because they came faster than they were taken
     */
    record Edge(boolean high, long nanos, long lost) {}

    /** Takes the edges of a pin, on any thread, one after the other; must not wait for anything. */
    @FunctionalInterface
    interface EdgeListener {
        void edge(Edge edge);

        /** Edges may be missing; the next {@link InputPin#level} says why. */
        default void troubled() {}
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
        /**
         * The level now, asked of the hardware.
         *
         * @throws DeviceFault also, once, where edges may be missing since the last call
         */
        Level level() throws DeviceFault;

        /** Has the edges of the pin's trigger told to {@code listener}. To be called once. */
        void onEdge(EdgeListener listener);

        @Override
        void close();
    }

    /** A pin with hardware PWM. */
    interface PwmPin extends AutoCloseable {
        /** From the next period on it is high for {@code high} of each. */
        void set(Duration high) throws DeviceFault;

        @Override
        void close();
    }

    /** A pin that is set. */
    interface OutputPin extends AutoCloseable {
        void set(boolean high) throws DeviceFault;

        /** As {@link Tended#tend}; a pin of the Pi forgets nothing. */
        default Optional<String> tend() throws DeviceFault {
            return Optional.empty();
        }

        @Override
        void close();
    }
}
