package dev.sandpiper.sensors;

import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Reply;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A work bench for drivers: a simulated board on simulated time, and sensors that are read as the agent reads them. */
public final class Bench implements AutoCloseable {
    public static final Instant BEGINNING = Instant.parse("2026-11-23T06:15:05.002Z");

    public final SimulatedBoard board;
    public final List<String> complaints = new ArrayList<>();
    private long nanos;

    /** A bench with a model for each chip and each device of the kernel. */
    public Bench() throws DeviceFault {
        this(Setup.plain());
    }

    public static Setup withSysfs(Path sysfs) {
        return new Setup(Optional.empty(), Optional.empty(), Optional.of(sysfs), List.of());
    }

    public Bench(Setup setup) throws DeviceFault {
        board = new SimulatedBoard(setup, new SimulatedBoard.Clock(() -> nanos, this::wall), complaints::add);
    }

    /** A bench with a register file at an address of bus 1. */
    public static Bench withRegisters(int address, Map<Integer, String> runs) throws DeviceFault {
        var bytes = new HashMap<Integer, byte[]>();
        runs.forEach((pointer, text) -> bytes.put(pointer, bytes(text)));
        return new Bench(Setup.plain().with(new Device(1, address, new Contents.Registers(bytes))));
    }

    /** A bench with fixed replies at an address of bus 1: bytes to read after these bytes were written. */
    public static Bench withReplies(int address, Map<String, String> replies) throws DeviceFault {
        var list = replies.entrySet().stream()
                .map(reply -> new Reply(bytes(reply.getKey()), bytes(reply.getValue())))
                .toList();
        return new Bench(Setup.plain().with(new Device(1, address, new Contents.Replies(list))));
    }

    public static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    public Instant wall() {
        return BEGINNING.plusNanos(nanos);
    }

    public void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Starts, waits as long as asked for, reads. */
    public Reading read(Sensor sensor) throws DeviceFault {
        convert(sensor);
        return sensor.read();
    }

    /** Starts and waits for each part of the conversion, up to the moment to read; tells how long it all took. */
    public Duration convert(Sensor sensor) throws DeviceFault {
        var before = nanos;
        pass(sensor.start());
        for (var part = sensor.goOn(); part.isPresent(); part = sensor.goOn()) pass(part.get());
        return Duration.ofNanos(nanos - before);
    }

    /** Opens a sensor that expects its chip model, with its defaults where {@code given} says nothing. */
    public Sensor open(SensorType type, Map<String, Object> given) throws DeviceFault {
        return type.opener().open(expected(type, given), board);
    }

    /** Opens an actuator, as a sensor. */
    public Actuator open(ActuatorType type, Map<String, Object> given, Value initial) throws DeviceFault {
        return type.opener().open(expected(type, given), board, initial);
    }

    private Section expected(DriverType type, Map<String, Object> given) {
        var section = section(type, given);
        board.expect(type.name(), section);
        return section;
    }

    public static Section section(DriverType type, Map<String, Object> given) {
        var values = new HashMap<String, Object>();
        for (var option : type.options()) option.orElse().ifPresent(value -> values.put(option.name(), value));
        values.putAll(given);
        return new Section(values);
    }

    @Override
    public void close() {
        board.close();
    }
}
