package dev.sandpiper.sensors;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.i2c.I2C;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A board on a Pi4J {@link Context}: the same code for a Raspberry Pi and for the simulated board, which differ in the
 * context's providers and in where inputs come from. What is closed can be opened again.
 */
public final class Pi4jBoard implements Board {
    private final Context context;
    private final Inputs inputs;
    private final String model;
    private final Path sysfs;
    private final Sysfs kernel;
    private final Optional<BusClear> busClear;
    private final Map<Integer, I2C> decoys = new ConcurrentHashMap<>();
    private final KernelPwm pwm;
    private final AtomicInteger opened = new AtomicInteger();

    private Pi4jBoard(
            Context context, Inputs inputs, String model, Path sysfs, Sysfs kernel, Optional<BusClear> busClear) {
        this.context = context;
        this.inputs = inputs;
        this.model = model;
        this.sysfs = sysfs;
        this.kernel = kernel;
        this.busClear = busClear;
        this.pwm = new KernelPwm(sysfs, new KernelPwm.RealHand());
    }

    /**
     * A Raspberry Pi.
     *
     * @param context with providers for digital output and I2C; shut down by {@link #close}
     * @param inputs where its inputs come from; closed by {@link #close}
     * @param model for people
     */
    static Pi4jBoard real(Context context, Inputs inputs, String model, Path sysfs) {
        return new Pi4jBoard(
                context, inputs, model, sysfs, Sysfs.at(sysfs), Optional.of(new BusClear(BusClear.program())));
    }

    /**
     * A board whose buses are its own: what the computer's kernel has there is none of its business.
     *
     * @param context with providers for digital input, too
     * @param nanos when an edge was, asked on the thread that tells it
     * @param sysfs where {@code /sys} is, or what stands for it
     * @param kernel what the kernel's drivers tell of this board's devices
     */
    public static Pi4jBoard simulated(Context context, LongSupplier nanos, Path sysfs, Sysfs kernel) {
        return new Pi4jBoard(context, new Pi4jInputs(context, nanos), "simulated", sysfs, kernel, Optional.empty());
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Path sysfs() {
        return sysfs;
    }

    @Override
    public Sysfs kernel() {
        return kernel;
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        refuseWhatTheKernelOwns(bus, address);
        try {
            return new Pi4jI2cPort(context, device(bus, address), decoys.computeIfAbsent(bus, this::decoy));
        } catch (RuntimeException | LinkageError failure) {
            throw I2cFaults.whileOpening(bus, failure);
        }
    }

    private I2C device(int bus, int address) {
        var id = "i2c-%d-%02x-%d".formatted(bus, address, opened.incrementAndGet());
        return context.create(
                I2C.newConfigBuilder(context).id(id).bus(bus).device(address).build());
    }

    /** A device that is never talked to: see {@link Pi4jI2cPort}. */
    private I2C decoy(int bus) {
        return device(bus, Pi4jI2cPort.RESERVED_ADDRESS);
    }

    @Override
    public Optional<String> clear(Bus.Own bus) {
        return busClear.map(program -> program.clear(bus));
    }

    // A driver of the kernel and Pi4J on one chip would change its registers behind each other's back.
    private void refuseWhatTheKernelOwns(int bus, int address) throws DeviceFault {
        var owned = OwnedChip.at(kernel, bus, address);
        if (owned.isPresent()) throw owned.get().fault();
    }

    @Override
    public InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        return inputs.request(pin, pull, trigger);
    }

    // Pi4J drives a pin low when it is told no level, and again when it is told one for the end.
    @Override
    public OutputPin output(int pin, boolean high) throws DeviceFault {
        try {
            return new Pi4jOutputPin(
                    context,
                    pin,
                    context.<DigitalOutput>create(DigitalOutput.newConfigBuilder(context)
                            .id(pinId(pin))
                            .address(pin)
                            .initial(high ? DigitalState.HIGH : DigitalState.LOW)
                            .build()));
        } catch (RuntimeException | LinkageError failure) {
            throw PinFaults.of(pin, "requested as output", failure);
        }
    }

    /** Also what {@code gpioinfo} shows as the user of the line. */
    static String pinId(int pin) {
        return "sandpiper-pin-" + pin;
    }

    @Override
    public PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault {
        return pwm.request(pin, period, high);
    }

    @Override
    public void close() {
        inputs.close();
        if (!context.isShutdown()) context.shutdown();
    }
}
