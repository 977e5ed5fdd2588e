package dev.sandpiper.agent;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BoardConfig;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.agent.config.SimulatedDevice;
import dev.sandpiper.agent.loop.SystemTime;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.safestate.SafePlan;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.RaspberryPi;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tinylog.Logger;

/** The board a configuration asks for. */
public final class Boards {
    private Boards() {}

    /**
     * Opens the Pi's hardware or the simulated board.
     *
     * @throws DeviceFault when this is no Pi and something needs one, or a simulated chip is not known
     */
    public static Board open(AgentConfig config) throws DeviceFault {
        return switch (config.board().type()) {
            case SIMULATED -> simulated(config, SimulatedBoard.Clock.system());
            case RASPBERRY_PI -> RaspberryPi.open();
            case AUTO -> RaspberryPi.present() || wired(config) ? RaspberryPi.open() : PlainComputer.ofThisProcess();
        };
    }

    // Whether something is at a pin or on a bus.
    private static boolean wired(AgentConfig config) {
        return !config.actuators().isEmpty()
                || !config.hubs().isEmpty()
                || config.sensors().stream()
                        .anyMatch(
                                sensor -> !sensor.type().place(sensor.options()).isEmpty());
    }

    /**
     * Opens the hardware for outputs alone, which is quicker.
     *
     * @throws DeviceFault when this is no Pi and there is an output, or a simulated chip is not known
     */
    public static Board open(SafePlan plan) throws DeviceFault {
        if (plan.outputs().isEmpty()) return PlainComputer.ofThisProcess();
        if (plan.board().type() != BoardType.SIMULATED) return RaspberryPi.open();
        var board = new SimulatedBoard(setup(plan.board()), SimulatedBoard.Clock.system(), Logger::warn);
        plan.hubs().forEach(board::expect);
        plan.outputs().forEach(output -> board.expect(output.type(), output.options()));
        return board;
    }

    /** The clock that fits: a simulated board's is right, a device's when the kernel says so or the file vouches for it. */
    public static Time clock(AgentConfig config) {
        var right =
                config.board().type() == BoardType.SIMULATED || config.device().clockTrusted();
        return right ? SystemTime.alwaysRight() : SystemTime.ofKernel();
    }

    /** The simulated board with a chip for each sensor, actuator and multiplexer of the configuration. */
    public static SimulatedBoard simulated(AgentConfig config, SimulatedBoard.Clock clock) throws DeviceFault {
        var board = new SimulatedBoard(setup(config.board()), clock, Logger::warn);
        config.hubs().forEach(board::expect);
        for (var sensor : config.sensors()) board.expect(sensor.type().name(), sensor.options());
        for (var actuator : config.actuators()) board.expect(actuator.type().name(), actuator.options());
        return board;
    }

    private static Setup setup(BoardConfig config) {
        return new Setup(
                config.trace(),
                config.control(),
                config.sysfs(),
                config.i2c().stream()
                        .map(device -> new Device(device.bus(), device.address(), contents(device.contents())))
                        .toList());
    }

    private static Contents contents(SimulatedDevice.Contents contents) {
        return switch (contents) {
            case SimulatedDevice.Contents.Chip(var name) -> new Contents.Model(name);
            case SimulatedDevice.Contents.Registers(var runs) -> new Contents.Registers(registers(runs));
            case SimulatedDevice.Contents.Replies(var replies) ->
                new Contents.Replies(replies.stream()
                        .map(reply -> new SimulatedBoard.Reply(bytes(reply.written()), bytes(reply.answer())))
                        .toList());
        };
    }

    private static Map<Integer, byte[]> registers(Map<Integer, List<Integer>> runs) {
        var registers = new LinkedHashMap<Integer, byte[]>();
        runs.forEach((pointer, values) -> registers.put(pointer, bytes(values)));
        return registers;
    }

    private static byte[] bytes(List<Integer> values) {
        var bytes = new byte[values.size()];
        for (var i = 0; i < bytes.length; i++) bytes[i] = values.get(i).byteValue();
        return bytes;
    }
}
