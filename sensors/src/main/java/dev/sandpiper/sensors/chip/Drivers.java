package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The one list of drivers. A static list: scanning the class path costs a Raspberry Pi 60 to 90 ms at each start. */
public final class Drivers {
    public static final List<DriverType> ALL = List.of(
            Ads1015.TYPE,
            Ads1115.TYPE,
            Aht20.TYPE,
            Bh1750.TYPE,
            Bme280.TYPE,
            Bmp280.TYPE,
            Button.TYPE,
            Dht.TYPE,
            Ds18b20.TYPE,
            ExecSensor.TYPE,
            GpioCounter.TYPE,
            GpioInput.TYPE,
            GpioOutput.TYPE,
            Htu21d.TYPE,
            Hwmon.TYPE,
            Iio.TYPE,
            Ina219.TYPE,
            Ina226.TYPE,
            Lm75.TYPE,
            Mcp23008.TYPE,
            Mcp23017.TYPE,
            Mcp4725.TYPE,
            Mcp9808.TYPE,
            Pca9685.TYPE,
            Pcf8574.TYPE,
            PwmOutput.TYPE,
            RegisterSensor.TYPE,
            Servo.TYPE,
            Sht3x.TYPE,
            Sht4x.TYPE,
            SystemSensor.TYPE,
            Tca9548a.TYPE,
            Tmp102.TYPE);

    private Drivers() {}

    public static Stream<SensorType> sensors() {
        return ALL.stream().filter(SensorType.class::isInstance).map(SensorType.class::cast);
    }

    public static Stream<ActuatorType> actuators() {
        return ALL.stream().filter(ActuatorType.class::isInstance).map(ActuatorType.class::cast);
    }

    /** The kind of sensor with a name as in {@code type:}. */
    public static Optional<SensorType> sensor(String name) {
        return sensors().filter(type -> type.name().equals(name)).findFirst();
    }

    /** The kind of actuator with a name as in {@code type:}. */
    public static Optional<ActuatorType> actuator(String name) {
        return actuators().filter(type -> type.name().equals(name)).findFirst();
    }
}
