package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sensor in the test's hand: what it reads, how long that takes, whether it answers. */
final class Probe {
    Duration conversion = Duration.ZERO;
    /** How long each further part of the conversion takes. */
    List<Duration> parts = List.of();

    /** How long the bus is busy with reading. */
    Duration transfer = Duration.ZERO;

    /** How long a transfer that fails takes. */
    Duration kernelTimeOut = Duration.ZERO;

    Reading next = temperature(21);
    Optional<DeviceFault> fault = Optional.empty();
    /** What goes wrong once each, before anything else. */
    final Deque<DeviceFault> disturbances = new ArrayDeque<>();

    boolean defect;
    /** What it keeps from run to run. */
    Optional<String> kept = Optional.empty();

    final List<String> recalled = new ArrayList<>();
    final List<Long> startedAt = new ArrayList<>();
    int tried;
    int opened;
    int closed;
    Runnable changed = () -> {};
    Runnable started = () -> {};
    Runnable read = () -> {};

    private final String id;
    private final SimulatedTime time;

    Probe(SimulatedTime time) {
        this("air", time);
    }

    Probe(String id, SimulatedTime time) {
        this.id = id;
        this.time = time;
    }

    static Reading temperature(double degrees) {
        return Reading.of("temperature", new Value.Decimal(degrees, 2));
    }

    static Reading pressed(String event) {
        return Reading.of("event", new Value.Text(event)).with("state", new Value.Flag(true));
    }

    static Reading released() {
        return Reading.of("state", new Value.Flag(false));
    }

    static Reading contact(boolean closed) {
        return Reading.of("state", new Value.Flag(closed));
    }

    SensorConfig every(Duration every) {
        return config(true, Optional.of(every), Map.of());
    }

    SensorConfig every(Duration every, ValueConfig rule) {
        return config(true, Optional.of(every), Map.of("temperature", rule));
    }

    /** A sensor that tells events. */
    SensorConfig onEvent() {
        return config(
                false, List.of(Quantity.plain(Quantity.EVENT), Quantity.plain("state")), Optional.empty(), Map.of());
    }

    SensorConfig onChange() {
        return config(false, Optional.empty(), Map.of());
    }

    SensorConfig onChangeAndEvery(Duration every) {
        return config(false, Optional.of(every), Map.of());
    }

    private SensorConfig config(boolean cyclic, Optional<Duration> every, Map<String, ValueConfig> values) {
        return config(cyclic, List.of(Quantity.temperature(0.01)), every, values);
    }

    private SensorConfig config(
            boolean cyclic, List<Quantity> quantities, Optional<Duration> every, Map<String, ValueConfig> values) {
        var type = new SensorType(
                "probe", "a probe", List.of(), section -> quantities, false, cyclic, "", (options, board) -> {
                    opened++;
                    return new InHand();
                });
        return new SensorConfig(id, type, new Section(Map.of()), every, false, values);
    }

    private final class InHand implements Sensor {
        private int begun;

        @Override
        public Duration start() throws DeviceFault {
            tried++;
            answer();
            started.run();
            startedAt.add(time.now());
            begun = 0;
            return conversion;
        }

        @Override
        public Optional<Duration> goOn() throws DeviceFault {
            answer();
            return begun < parts.size() ? Optional.of(parts.get(begun++)) : Optional.empty();
        }

        @Override
        public Reading read() throws DeviceFault {
            time.pass(transfer);
            if (!disturbances.isEmpty()) throw disturbances.remove();
            answer();
            read.run();
            if (defect) throw new IllegalStateException("an unforeseen register value");
            return next;
        }

        private void answer() throws DeviceFault {
            if (fault.isEmpty()) return;
            time.pass(kernelTimeOut);
            throw fault.get();
        }

        @Override
        public Optional<String> kept() {
            return kept;
        }

        @Override
        public void recall(String former) {
            recalled.add(former + " before start " + (tried + 1));
        }

        @Override
        public void onChange(Runnable changed) {
            Probe.this.changed = changed;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
