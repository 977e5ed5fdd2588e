package dev.sandpiper.sensors.sim;

import com.pi4j.Pi4J;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Pi4jBoard;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sysfs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A board of simulated pins and chips: drivers run on it unmodified, through Pi4J. It has no thread and no clock of its
 * own; on simulated time and one thread it is deterministic. Safe to use from several threads.
 */
public final class SimulatedBoard implements Board {
    private final Pins pins = new Pins();
    private final Pulses pulses;
    private final Buses buses;
    private final SimulatedPwm pwms;
    private final Optional<Control> control;
    private final KernelTree kernelTree;
    private final Board board;
    private boolean started;

    /**
     * What the configuration says about the board.
     *
     * @param trace the file that records the levels of outputs
     * @param control the file that drives inputs and chips
     * @param sysfs read in place of {@code /sys}; without it there are models of the devices that {@link #expect} names
     * @param devices what is on the I2C buses
     */
    public record Setup(Optional<Path> trace, Optional<Path> control, Optional<Path> sysfs, List<Device> devices) {
        /** Nothing but what {@link #expect} adds. */
        public static Setup plain() {
            return new Setup(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }

        /** This set-up and one device more. */
        public Setup with(Device device) {
            var more = new ArrayList<>(devices);
            more.add(device);
            return new Setup(trace, control, sysfs, List.copyOf(more));
        }
    }

    /** A device at an address of a bus. */
    public record Device(Bus bus, int address, Contents contents) {
        /** On a bus of the board. */
        public Device(int bus, int address, Contents contents) {
            this(new Bus.Own(bus), address, contents);
        }
    }

    /** What a device is made of. */
    public sealed interface Contents {
        /** A model of a chip, with slowly changing values: one of {@link #chips()}. */
        record Model(String chip) implements Contents {}

        /** A register file: bytes from a pointer. */
        record Registers(Map<Integer, byte[]> runs) implements Contents {}

        /** Bytes to read after bytes were written. */
        record Replies(List<Reply> replies) implements Contents {}
    }

    /** One answer of {@link Contents.Replies}. */
    public record Reply(byte[] written, byte[] answer) {}

    /**
     * Where the board has its time from.
     *
     * @param nanos like {@link System#nanoTime}: conversions take time, values change slowly
     * @param wall for the trace
     */
    public record Clock(LongSupplier nanos, Supplier<Instant> wall) {
        /** The computer's clocks. */
        public static Clock system() {
            return new Clock(System::nanoTime, Instant::now);
        }
    }

    /**
     * @param complaints is told of lines of the control file that mean nothing, and of files that fail; each once
     * @throws DeviceFault when a device names a chip there is no model of
     */
    public SimulatedBoard(Setup setup, Clock clock, Consumer<String> complaints) throws DeviceFault {
        var trace = new Trace(setup.trace(), clock.wall(), complaints);
        buses = new Buses(clock.nanos(), trace);
        for (var device : setup.devices()) buses.plugIn(device.bus().toString(), device.address(), contents(device));
        pulses = new Pulses(pins, clock.nanos());
        kernelTree = new KernelTree(clock.nanos());
        var kernel = setup.sysfs().map(Sysfs::at).orElse(kernelTree);
        var lines = new ControlLines(
                pins, pulses, buses, setup.sysfs().isPresent() ? Optional.empty() : Optional.of(kernelTree));
        control = setup.control().map(file -> new Control(file, lines, complaints));
        pwms = new SimulatedPwm(trace);
        var context = Pi4J.newContextBuilder()
                .add(
                        new SimulatedInput.Provider(pins),
                        new SimulatedOutput.Provider(pins, trace),
                        new SimulatedI2c.Provider(buses))
                .build();
        board = Pi4jBoard.simulated(
                context, Pulses.clock(clock.nanos()), setup.sysfs().orElse(Path.of("/sys")), kernel);
    }

    private static Function<LongSupplier, SimulatedChip> contents(Device device) throws DeviceFault {
        return switch (device.contents()) {
            case Contents.Model(var chip) -> model(chip, device);
            case Contents.Registers(var runs) -> _ -> new RegisterFile(runs);
            case Contents.Replies(var replies) -> _ -> new ReplyList(replies);
        };
    }

    private static Function<LongSupplier, SimulatedChip> model(String chip, Device device) throws DeviceFault {
        var model = Models.ALL.get(chip);
        if (model == null)
            throw new DeviceFault("simulated %s at 0x%02x: there is no model of a chip '%s'; expected one of %s"
                    .formatted(device.bus(), device.address(), chip, String.join(", ", chips())));
        return model;
    }

    /** The names of the chips there are models of, as in {@code chip:}. */
    public static Set<String> chips() {
        return Models.ALL.keySet();
    }

    /**
     * Says that a sensor of the configuration looks for a chip at an address. Where nothing is listed there, a model of
     * the chip is put there; a kind without a model finds nothing. To be called for each I2C sensor before the first is
     * opened, so that the control file can speak of all of them.
     *
     * @param chip the sensor's {@code type}
     */
    public void expect(Bus bus, int address, String chip) {
        var model = Models.ALL.get(chip);
        var name = bus.toString();
        if (model != null && buses.empty(name, address)) buses.plugIn(name, address, model);
    }

    /**
     * The same for any sensor or actuator, also one that a driver of the kernel reads.
     *
     * @param type as in {@code type:}
     */
    public void expect(String type, Section options) {
        if (options.values().containsKey("address")) expect(options.bus("bus"), options.whole("address"), type);
        else kernelTree.expect(type, options);
    }

    /** The same on a bus of the board. */
    public void expect(int bus, int address, String chip) {
        expect(new Bus.Own(bus), address, chip);
    }

    /** The same for a chip that lends buses, what is on them is reached through it, or pins. */
    public void expect(Hub hub) {
        expect(hub.bus(), hub.address(), hub.type().name());
        if (hub.type() instanceof MultiplexerType) buses.wire(hub);
    }

    /** Does what was appended to the control file, and what it asked for and is due. Never waits; to be called about every 50 ms. */
    public void followControl() {
        pulses.follow();
        control.ifPresent(Control::follow);
    }

    // The control file is read from its beginning at start: before the first pin is requested, after expect().
    private synchronized void start() {
        if (started) return;
        started = true;
        followControl();
    }

    /** The level of a pin, whoever drives it. */
    public boolean level(int pin) {
        return pins.level(pin);
    }

    /** The part of the time for which a pin with PWM is high, 0 to 1; 0 where nobody requested it. */
    public double duty(int pin) {
        return pwms.duty(pin);
    }

    /** Drives an input from outside, as {@code gpio 17 high} does. */
    public void drive(int pin, boolean high) {
        if (!pins.drive(pin, high)) throw new IllegalStateException("pin " + pin + " is an output");
    }

    /** Puts bytes into a chip's registers, as {@code i2c 1 0x48 0x00 19 10} does. */
    public void put(int bus, int address, int pointer, byte... bytes) {
        if (!buses.put(own(bus), address, pointer, bytes))
            throw new IllegalStateException("no registers at 0x%02x on i2c-%d".formatted(address, bus));
    }

    /** Gives a chip a fault, until {@link #heal}. */
    public void inject(Bus bus, int address, Fault fault) {
        buses.inject(bus.toString(), address, fault);
    }

    /** Gives a chip a fault, until {@link #heal}. */
    public void inject(int bus, int address, Fault fault) {
        inject(new Bus.Own(bus), address, fault);
    }

    /** A line of a bus is held low until {@link #release}: no transfer on it ends. */
    public void hold(Bus bus) {
        buses.hold(bus.toString());
    }

    /** Ends {@link #hold}. */
    public void release(Bus bus) {
        buses.release(bus.toString());
    }

    /** The chip no longer answers. */
    public void fail(int bus, int address) {
        inject(bus, address, new Fault.NoAnswer());
    }

    /** Takes a chip off the bus; it forgets its registers. */
    public void unplug(int bus, int address) {
        inject(bus, address, new Fault.Unplugged());
    }

    /** Ends a chip's fault; plugs it in again. */
    public void heal(Bus bus, int address) {
        buses.heal(bus.toString(), address);
    }

    /** Ends a chip's fault; plugs it in again. */
    public void heal(int bus, int address) {
        heal(new Bus.Own(bus), address);
    }

    private static String own(int bus) {
        return new Bus.Own(bus).toString();
    }

    @Override
    public String model() {
        return board.model();
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        start();
        return board.i2c(bus, address);
    }

    @Override
    public InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        start();
        return board.input(pin, pull, trigger);
    }

    @Override
    public OutputPin output(int pin, boolean high) throws DeviceFault {
        start();
        return board.output(pin, high);
    }

    @Override
    public PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault {
        start();
        return pwms.request(pin, period, high);
    }

    @Override
    public Path sysfs() {
        return board.sysfs();
    }

    @Override
    public Sysfs kernel() {
        start();
        return board.kernel();
    }

    @Override
    public void close() {
        board.close();
    }
}
