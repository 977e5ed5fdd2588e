package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Shape.Role;
import dev.sandpiper.sensors.DriverType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The types an entry can name.
 *
 * @param builtIn the product's own
 * @param loaded from the file's {@code drivers}
 * @param listed in {@code drivers}: where one of these is not loaded, that was told already
 */
public record DriverNames(List<DriverType> builtIn, List<DriverType> loaded, Set<String> listed) {

    /** Contract section 9: those of them that do not exist yet are worth a better answer than "unknown". */
    private static final Set<String> PROMISED = Set.of(
            ("sht3x sht4x aht20 htu21d mcp9808 bh1750 ads1015 ads1115 ina219 ina226 ds18b20 dht iio hwmon register exec"
                            + " gpio-counter button bmp180 bmp388 bme680 hdc1080 tmp117 scd4x scd30 sgp30 sgp40 veml7700"
                            + " tsl2561 tsl2591 ina3221 mpu6050 adxl345 lis3dh qmc5883l vl53l0x mlx90614 ds3231 ms5611"
                            + " encoder pwm-output servo pca9685 mcp4725 motor pcf8574 mcp23008 mcp23017 tca9548a")
                    .split(" "));

    static DriverNames of(List<DriverType> builtIn) {
        return new DriverNames(builtIn, List.of(), Set.of());
    }

    List<DriverType> all() {
        return Stream.concat(builtIn.stream(), loaded.stream()).toList();
    }

    /** Whether a driver of this name was meant and could not be loaded. */
    boolean failed(String name) {
        return listed.contains(name)
                && all().stream().noneMatch(driver -> driver.name().equals(name));
    }

    /** Whether this name will be the product's own. */
    public static boolean isPromised(String name) {
        return PROMISED.contains(name);
    }

    DriverType find(Role role, String name) throws Misfit {
        for (var driver : all()) {
            if (!driver.name().equals(name)) continue;
            if (Vocabulary.role(driver) == role) return driver;
            throw new Misfit(
                    "'%s' is %s; move it to %s",
                    name, article(Vocabulary.role(driver)), listOf(Vocabulary.role(driver)));
        }
        var known = all().stream()
                .filter(driver -> Vocabulary.role(driver) == role)
                .map(DriverType::name)
                .toList();
        if (PROMISED.contains(name))
            throw new Misfit("'%s' comes with a later version; known are %s", name, String.join(", ", known));
        throw new Misfit(
                "unknown %s type %s; %s",
                word(role),
                Item.quoted(name),
                Suggestion.of(
                                name,
                                Stream.concat(known.stream(), listed.stream()).toList())
                        .map("did you mean '%s'?"::formatted)
                        .orElse("known are " + String.join(", ", known)));
    }

    private static String article(Role role) {
        return role == Role.SENSOR ? "a sensor" : "an actuator";
    }

    private static String word(Role role) {
        return role == Role.SENSOR ? "sensor" : "actuator";
    }

    private static String listOf(Role role) {
        return word(role) + "s";
    }
}
