package dev.sandpiper.agent;

import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Devices that remember everything across crashes: a sensor that counts its readings, a dial that notes each turn. */
final class SimulatedDevices {
    /** When each count was read. */
    final Map<Long, Long> readAt = new LinkedHashMap<>();

    /** Every value the dial was set to, in order; 0 is its safe value. */
    final List<Long> turns = new ArrayList<>();

    private final SimulatedTime time;
    private final RandomGenerator random;
    private long count;

    SimulatedDevices(SimulatedTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    SensorType counter() {
        return SensorType.of(
                "counter",
                "counts",
                List.of(),
                List.of(Quantity.plain("count")),
                "",
                (options, board) -> new Counter());
    }

    ActuatorType dial() {
        return ActuatorType.of(
                "dial",
                "turns",
                List.of(),
                new Repertoire(
                        new Value.Count(0),
                        asked -> asked instanceof Double number
                                ? Optional.of(new Action.Set(new Value.Count(number.longValue())))
                                : Optional.empty(),
                        "a number"),
                "",
                (options, board, initial) -> new Dial(initial));
    }

    private final class Counter implements Sensor {
        @Override
        public Duration start() {
            return Duration.ofMillis(random.nextInt(20));
        }

        @Override
        public Reading read() throws DeviceFault {
            if (random.nextInt(200) == 0) throw new DeviceFault("no acknowledgement");
            readAt.put(++count, time.now());
            return Reading.of("count", new Value.Count(count));
        }

        @Override
        public void close() {}
    }

    private final class Dial implements Actuator {
        private Value value;

        Dial(Value initial) {
            value = initial;
        }

        @Override
        public Value value() {
            return value;
        }

        @Override
        public void set(Value turn) throws DeviceFault {
            if (random.nextInt(50) == 0) throw new DeviceFault("it is stuck");
            value = turn;
            turns.add(((Value.Count) turn).number());
        }

        @Override
        public void close() {}
    }
}
