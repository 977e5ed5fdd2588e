package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Sysfs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * DHT11, DHT22 and AM2302, thermometers and hygrometers on one pin, through the kernel's driver dht11: only the kernel
 * keeps the chip's times of some 50 µs. 0 to 50 °C in steps of 1 °C (DHT11), -40 to +80 °C in steps of 0.1 °C (DHT22).
 * One answer in some is lost also on a good line; it is asked for again.
 *
 * <p>Source: the kernel's drivers/iio/humidity/dht11.c, which gives thousandths; Aosong DHT22 (AM2302) data sheet. It
 * repeats its last answer for 2 s, for the chip must not be asked more often.
 */
public final class Dht implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.1);
    private static final Quantity HUMIDITY = Quantity.humidity(0.1);

    public static final SensorType TYPE = SensorType.of(
                    "dht",
                    "DHT11, DHT22 and AM2302: temperature, humidity, through the kernel",
                    List.of(Option.optional(
                            "pin",
                            new Option.Kind.Pin(),
                            4L,
                            "BCM number of the pin; needs `dtoverlay=dht11,gpiopin=4`")),
                    List.of(TEMPERATURE, HUMIDITY),
                    "{ id: shed, type: dht, pin: 4, every: 30s }",
                    (section, board) -> new Dht(section.whole("pin"), board.kernel()))
            .onLane("kernel")
            .withSheet(Sheet.of(
                            "the kernel's drivers/iio/humidity/dht11.c; Aosong DHT22 (AM2302) data sheet",
                            "DHT11: 0 to 50 °C, 20 to 90 %RH; DHT22: -40 to +80 °C, 0 to 100 %RH")
                    .wire("VCC", "3.3 V, header pin 1")
                    .wire(
                            "DATA",
                            "the `pin`, usually BCM 4, header pin 7, with 4.7 to 10 kΩ to 3.3 V; boards with three pins have that resistor")
                    .wire("GND", "ground, header pin 9")
                    .wire("`/boot/firmware/config.txt`", "`dtoverlay=dht11,gpiopin=4`, then restart"));

    private static final String DEVICES = "bus/iio/devices";

    private static final double LOWEST = -40;
    private static final double HIGHEST = 80;

    private final int pin;
    private final Sysfs sysfs;

    private Dht(int pin, Sysfs sysfs) {
        this.pin = pin;
        this.sysfs = sysfs;
    }

    @Override
    public Duration start() throws DeviceFault {
        device();
        return Duration.ZERO;
    }

    @Override
    public Reading read() throws DeviceFault {
        var device = device();
        var celsius = sysfs.number(device + "/in_temp_input") / 1000;
        var percent = sysfs.number(device + "/in_humidityrelative_input") / 1000;
        return new Reading()
                .with(TEMPERATURE, celsius)
                .clippedWhen(celsius < LOWEST || celsius > HIGHEST)
                .with(HUMIDITY, percent)
                .clippedWhen(percent < 0 || percent > 100);
    }

    /** The device of the pin: {@code dht11@4}, in hexadecimal; where there is only one, it needs no number. */
    private String device() throws DeviceFault {
        var all = new ArrayList<String>();
        for (var folder : sysfs.names(DEVICES)) {
            var device = DEVICES + "/" + folder;
            if (!sysfs.exists(device + "/in_humidityrelative_input")) continue;
            var name = sysfs.text(device + "/name");
            if (name.equals("dht11@%x".formatted(pin))) return device;
            if (name.matches("dht11(@0)?|humidity-sensor") || name.equals("dht11@" + pin)) all.add(device);
        }
        if (all.size() == 1) return all.getFirst();
        throw new DeviceFault(
                "no dht on pin %d: the kernel's driver has none there; add dtoverlay=dht11,gpiopin=%d to /boot/firmware/config.txt and restart"
                        .formatted(pin, pin));
    }

    @Override
    public void close() {}
}
