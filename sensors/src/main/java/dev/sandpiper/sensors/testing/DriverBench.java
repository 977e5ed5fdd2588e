package dev.sandpiper.sensors.testing;

import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Reply;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A work bench for drivers: a simulated board on simulated time, and sensors that are read as the agent reads them. I2C
 * devices are on bus 1; bytes are written {@code 19 10}.
 */
public final class DriverBench implements AutoCloseable {
    private static final int BUS = 1;

    private final SimulatedBoard board;
    private long nanos;

    private DriverBench(Setup setup) throws DeviceFault {
        board = new SimulatedBoard(
                setup, new SimulatedBoard.Clock(() -> nanos, () -> Instant.EPOCH.plusNanos(nanos)), complaint -> {
                    throw new IllegalStateException(complaint);
                });
    }

    /** A bench without devices, where each of the product's drivers finds a model of its chip. */
    public static DriverBench empty() throws DeviceFault {
        return new DriverBench(Setup.plain());
    }

    /** A bench with registers at an address: runs of bytes by the pointer of their first; what is written is stored. */
    public static DriverBench withRegisters(int address, Map<Integer, String> runs) throws DeviceFault {
        var registers = new HashMap<Integer, byte[]>();
        runs.forEach((pointer, bytes) -> registers.put(pointer, bytes(bytes)));
        return new DriverBench(Setup.plain().with(new Device(BUS, address, new Contents.Registers(registers))));
    }

    /** A bench with fixed replies at an address: bytes to read after these bytes were written. */
    public static DriverBench withReplies(int address, Map<String, String> replies) throws DeviceFault {
        var list = replies.entrySet().stream()
                .map(reply -> new Reply(bytes(reply.getKey()), bytes(reply.getValue())))
                .toList();
        return new DriverBench(Setup.plain().with(new Device(BUS, address, new Contents.Replies(list))));
    }

    private static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** The board, to open a driver by hand. */
    public Board board() {
        return board;
    }

    /** Opens a sensor, with its defaults where {@code given} says nothing. */
    public Sensor open(SensorType type, Map<String, Object> given) throws DeviceFault {
        return type.opener().open(expected(type, given), board);
    }

    /** Opens an actuator, with its defaults where {@code given} says nothing. */
    public Actuator open(ActuatorType type, Map<String, Object> given, Value initial) throws DeviceFault {
        return type.opener().open(expected(type, given), board, initial);
    }

    private Section expected(DriverType type, Map<String, Object> given) {
        var section = Section.of(type, given);
        if (section.values().containsKey("address"))
            board.expect(section.bus("bus"), section.whole("address"), type.name());
        return section;
    }

    /** Starts a sensor, lets the time pass that it asks for, and reads it. */
    public Reading read(Sensor sensor) throws DeviceFault {
        pass(sensor.start());
        for (var part = sensor.goOn(); part.isPresent(); part = sensor.goOn()) pass(part.get());
        return sensor.read();
    }

    /** Lets simulated time pass. */
    public void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Puts bytes into the registers at an address. */
    public void put(int address, int pointer, String bytes) {
        board.put(BUS, address, pointer, bytes(bytes));
    }

    /** Takes the device at an address off the bus, or off its supply: nothing acknowledges, and its registers are lost. */
    public void unplug(int address) {
        board.unplug(BUS, address);
    }

    /** Ends {@link #unplug}. */
    public void plugIn(int address) {
        board.heal(BUS, address);
    }

    /** The level of a pin (BCM number), whoever drives it. */
    public boolean level(int pin) {
        return board.level(pin);
    }

    /** Drives an input (BCM number) from outside. */
    public void drive(int pin, boolean high) {
        board.drive(pin, high);
    }

    @Override
    public void close() {
        board.close();
    }
}
