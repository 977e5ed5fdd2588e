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
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Maxim DS18B20 and its family (DS18S20, DS1822, DS1825, DS28EA00), 1-Wire thermometers: -55 to +125 °C in steps of
 * 0.0625 °C, through the kernel's driver w1_therm. Reading its file converts and takes up to 750 ms, hence a lane of its
 * own: 1-Wire devices wait for each other only.
 *
 * <p>Source: Maxim DS18B20, 19-7487 rev. 6, July 2019; the kernel's Documentation/w1/slaves/w1_therm.rst; for byte 6
 * C. Petrich, counterfeit_DS18B20 (GitHub), who measured it.
 *
 * <p>After power-on the chip says 85 °C until it has converted. A conversion leaves 0x10 in byte 6 of its memory at that
 * temperature, power-on 0x0C; so 85.000 is believed only where byte 6 proves it. Most clones keep 0x0C for ever and never
 * tell 85.000.
 */
public final class Ds18b20 implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.0625);

    public static final SensorType TYPE = SensorType.of(
                    "ds18b20",
                    "Maxim DS18B20 thermometer on 1-Wire, through the kernel",
                    List.of(Option.required(
                            "device",
                            new Option.Kind.Text("(10|22|28|3b|42)-[0-9a-f]{12}", "28-0000075565ad"),
                            "its name in `/sys/bus/w1/devices`; needs `dtoverlay=w1-gpio`")),
                    List.of(TEMPERATURE),
                    "{ id: tank, type: ds18b20, device: 28-0000075565ad, every: 30s }",
                    (section, board) -> new Ds18b20(section.text("device"), board.kernel()))
            .onLane("w1")
            .withSheet(
                    Sheet.of(
                                    "Maxim DS18B20, 19-7487 rev. 6, July 2019; the kernel's Documentation/w1/slaves/w1_therm.rst",
                                    "-55 to +125 °C")
                            .wire("VDD (red)", "3.3 V, header pin 1")
                            .wire(
                                    "DQ (yellow or white)",
                                    "BCM 4, header pin 7, with one resistor of 4.7 kΩ to 3.3 V for all of them")
                            .wire("GND (black)", "ground, header pin 9")
                            .wire(
                                    "`/boot/firmware/config.txt`",
                                    "`dtoverlay=w1-gpio`, then restart; another pin: `dtoverlay=w1-gpio,gpiopin=17`")
                            .note(
                                    "`ls /sys/bus/w1/devices` shows their names. Many can share the three wires; cables of more than 10 m go from one to the next, not as a star, and want a smaller resistor (2.2 kΩ).")
                            .note(
                                    "85.000 °C, which the chip also says before it has converted, is a fault unless the chip proves that it measured it. Most clones cannot."));

    /** {@code 72 01 4b 46 7f ff 0e 10 57 : crc=57 YES}, then {@code 72 01 4b 46 7f ff 0e 10 57 t=23125}. */
    private static final Pattern ANSWER =
            Pattern.compile("((?:[0-9a-f]{2} ){9}): crc=([0-9a-f]{2}) (YES|NO)\\s+(?:[0-9a-f]{2} ){9}t=(-?\\d{1,7})");

    private static final String DEVICES = "bus/w1/devices";
    private static final int POWER_ON = 85_000;
    private static final int NO_POWER = 127_937;
    /** Byte 6, as long as nothing was converted. */
    private static final String NOT_CONVERTED = "0c";
    /** The memory of 85.000 °C after a conversion, but for what the user may set: bytes 0, 1 and 6. */
    private static final Pattern TRULY_85 = Pattern.compile("50 05 .. .. .. .. 10 .*");

    private static final double LOWEST = -55;
    private static final double HIGHEST = 125;

    private final String device;
    private final Sysfs sysfs;

    private Ds18b20(String device, Sysfs sysfs) {
        this.device = device;
        this.sysfs = sysfs;
    }

    @Override
    public Duration start() throws DeviceFault {
        if (!sysfs.exists(DEVICES))
            throw new DeviceFault(
                    "1-Wire is switched off on this Pi (there is no %s); add dtoverlay=w1-gpio to /boot/firmware/config.txt and restart"
                            .formatted(sysfs.shown(DEVICES)));
        if (!sysfs.exists(folder())) throw notThere();
        return Duration.ZERO;
    }

    private String folder() {
        return DEVICES + "/" + device;
    }

    private DeviceFault notThere() throws DeviceFault {
        var others = sysfs.names(DEVICES).stream()
                .filter(name -> name.matches("[0-9a-f]{2}-[0-9a-f]{12}"))
                .collect(Collectors.joining(", "));
        return new DeviceFault("no 1-Wire device %s; %s"
                .formatted(
                        device,
                        others.isEmpty()
                                ? "none answers: check wiring and the pull-up resistor of 4.7 kΩ"
                                : "there are " + others));
    }

    @Override
    public Reading read() throws DeviceFault {
        var memory = folder() + "/w1_slave";
        var celsius = sysfs.exists(memory) ? fromMemory(sysfs.text(memory)) : fromAttribute();
        return new Reading().with(TEMPERATURE, celsius).clippedWhen(celsius < LOWEST || celsius > HIGHEST);
    }

    // Kernels since 5.8 have it too; it tells nothing of the memory.
    private double fromAttribute() throws DeviceFault {
        var thousandths = sysfs.number(folder() + "/temperature");
        if (thousandths == POWER_ON) throw powerOn();
        return thousandths / 1000;
    }

    private double fromMemory(String answer) throws DeviceFault {
        var match = ANSWER.matcher(answer);
        if (!match.matches())
            throw new DeviceFault(
                    DeviceFault.Nature.DISTURBED,
                    "%s did not answer; check wiring and the pull-up resistor of 4.7 kΩ".formatted(device));
        var memory = match.group(1);
        if (match.group(3).equals("NO"))
            throw new DeviceFault(
                    DeviceFault.Nature.DISTURBED,
                    "wrong check sum from %s: found 0x%s, expected 0x%s; check wiring and the pull-up resistor of 4.7 kΩ"
                            .formatted(device, memory.substring(24, 26), match.group(2)));
        // Their check sum is zero, too.
        if (memory.replaceAll("[0 ]", "").isEmpty())
            throw new DeviceFault("%s answers with zeros only: the data line is held at ground".formatted(device));
        var thousandths = Integer.parseInt(match.group(4));
        refuseWhatWasNotConverted(memory, thousandths);
        return thousandths / 1000.0;
    }

    private void refuseWhatWasNotConverted(String memory, int thousandths) throws DeviceFault {
        if (thousandths == POWER_ON && !TRULY_85.matcher(memory).matches()) throw powerOn();
        if (thousandths == NO_POWER && memory.startsWith(NOT_CONVERTED, 18))
            throw new DeviceFault("%s: 127.937 °C is what it says when its supply is too weak to convert; check it"
                    .formatted(device));
    }

    private DeviceFault powerOn() {
        return new DeviceFault(
                DeviceFault.Nature.DISTURBED,
                "%s: 85.000 °C is what it says after power-on, before it has converted; check its supply"
                        .formatted(device));
    }

    @Override
    public void close() {}
}
