package dev.sandpiper.sensors.sim;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The models of chips by name. */
final class Models {
    static final Map<String, Function<LongSupplier, SimulatedChip>> ALL = new TreeMap<>(Map.ofEntries(
            model("ads1015", Ads1015Model::new),
            model("ads1115", Ads1115Model::new),
            model("aht20", Aht20Model::new),
            model("bh1750", Bh1750Model::new),
            model("bme280", Bme280Model::new),
            model("bmp280", Bmp280Model::new),
            model("htu21d", Htu21dModel::new),
            model("ina219", Ina219Model::new),
            model("ina226", Ina226Model::new),
            model("lm75", Lm75Model::new),
            model("mcp23008", nanos -> new Mcp230xxModel(1)),
            model("mcp23017", nanos -> new Mcp230xxModel(2)),
            model("mcp4725", Mcp4725Model::new),
            model("mcp9808", Mcp9808Model::new),
            model("pca9685", Pca9685Model::new),
            model("pcf8574", Pcf8574Model::new),
            model("sht3x", Sht3xModel::new),
            model("sht4x", Sht4xModel::new),
            model("tca9548a", Tca9548aModel::new),
            model("tmp102", Tmp102Model::new)));

    private Models() {}

    private static Map.Entry<String, Function<LongSupplier, SimulatedChip>> model(
            String chip, Function<LongSupplier, SimulatedChip> model) {
        return Map.entry(chip, model);
    }
}
