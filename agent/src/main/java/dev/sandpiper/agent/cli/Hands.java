package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.measure.Asking;
import dev.sandpiper.agent.shaping.Correction;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.chip.KernelRoute;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Reads sensors without an agent, one after the other.
 *
 * @param say takes what is to be told beside the values
 */
record Hands(Board board, Consumer<String> say) {

    ReadAnswer read(List<SensorConfig> sensors) {
        var answer = ReadAnswer.empty();
        for (var sensor : sensors) {
            try {
                answer.readings()
                        .put(sensor.id(), new Json().putAll(read(sensor)).toString());
            } catch (DeviceFault fault) {
                answer.faults().put(sensor.id(), fault.getMessage());
            } catch (RuntimeException defect) {
                // Of one driver, no reason to leave out the others.
                answer.faults().put(sensor.id(), DeviceFault.ofDefect(defect).getMessage());
            }
        }
        return answer;
    }

    private Reading read(SensorConfig config) throws DeviceFault {
        try (var sensor = KernelRoute.open(config.type(), config.options(), board)) {
            var correction = new Correction(config);
            var raw = insistently(sensor);
            var reading = correction.of(raw);
            var impossible = correction.impossible(raw);
            if (reading.values().isEmpty() && !impossible.isEmpty())
                throw new DeviceFault(String.join("; ", impossible));
            impossible.forEach(sentence -> say.accept(config.id() + ": " + sentence));
            sensor.remark().ifPresent(text -> say.accept(config.id() + ": " + text));
            return reading;
        }
    }

    private static Reading insistently(Sensor sensor) throws DeviceFault {
        for (var tries = 1; ; tries++) {
            try {
                pause(sensor.start());
                for (var part = sensor.goOn(); part.isPresent(); part = sensor.goOn()) pause(part.get());
                return sensor.read();
            } catch (DeviceFault fault) {
                if (!Asking.againAtOnce(fault, tries)) throw fault;
                pause(Asking.BREATH);
            }
        }
    }

    /** Lets the time pass; this thread has nothing else to do. */
    static void pause(Duration span) {
        var until = System.nanoTime() + span.toNanos();
        for (var left = span.toNanos(); left > 0; left = until - System.nanoTime()) LockSupport.parkNanos(left);
    }
}
