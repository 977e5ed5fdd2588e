package dev.sandpiper.sensors.sim;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The models of chips by name. */
final class Models {
    static final Map<String, Function<LongSupplier, SimulatedChip>> ALL = new TreeMap<>(Map.of(
            "bme280", Bme280Model::new,
            "bmp280", Bmp280Model::new,
            "lm75", Lm75Model::new,
            "tmp102", Tmp102Model::new));

    private Models() {}
}
