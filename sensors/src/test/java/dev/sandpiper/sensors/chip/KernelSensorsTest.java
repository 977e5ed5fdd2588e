package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sensors whose values are files of the kernel. */
class KernelSensorsTest {
    private static final String TANK = "28-0000075565ad";

    @TempDir
    Path sys;

    private void file(String name, String text) {
        try {
            var file = sys.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text + "\n");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Reading read(SensorType type, Map<String, Object> options) throws DeviceFault {
        try (var bench = new Bench(Bench.withSysfs(sys));
                var sensor = bench.open(type, options)) {
            return bench.read(sensor);
        }
    }

    private Reading tank(String memory, String check, String thousandths) throws DeviceFault {
        file(
                "bus/w1/devices/" + TANK + "/w1_slave",
                "%s : crc=%s\n%s t=%s".formatted(memory, check, memory, thousandths));
        return read(Ds18b20.TYPE, Map.of("device", TANK));
    }

    private static String told(Reading reading) {
        return reading.values().entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Section channel(String channel) {
        return new Section(Map.of("channel", channel));
    }

    /** Maxim 19-7487 rev. 6, table 1, as w1_therm tells it; byte 6 is 0x10 less the lower four bits. */
    @ParameterizedTest
    @CsvSource({
        "d0 07 4b 46 7f ff 10 10 8f, 8f YES, 125000, 125.0, 0",
        "91 01 4b 46 7f ff 0f 10 25, 25 YES, 25062, 25.062, 0",
        "a2 00 4b 46 7f ff 0e 10 d8, d8 YES, 10125, 10.125, 0",
        "00 00 4b 46 7f ff 10 10 3a, 3a YES, 0, 0.0, 0",
        "5e ff 4b 46 7f ff 02 10 5b, 5b YES, -10125, -10.125, 0",
        "90 fc 4b 46 7f ff 10 10 aa, aa YES, -55000, -55.0, 0",
        "d1 07 4b 46 7f ff 0f 10 8f, 8f YES, 125062, 125.062, 1",
        "50 05 4b 46 7f ff 10 10 d1, d1 YES, 85000, 85.0, 0",
        "50 05 4b 46 7f ff 00 10 d1, d1 YES, 85062, 85.062, 0"
    })
    void readsADs18b20(String memory, String check, String thousandths, String celsius, int clipped)
            throws DeviceFault {
        var reading = tank(memory, check, thousandths);
        assertEquals("temperature=" + celsius, told(reading));
        assertEquals(clipped, reading.clipped());
    }

    @ParameterizedTest
    @CsvSource({
        "50 05 4b 46 7f ff 0c 10 1c, 1c YES, 85000",
        "72 01 4b 46 7f ff 0e 10 57, 57 YES, 85000",
        "aa 00 4b 46 7f ff 10 10 57, 57 YES, 85000"
    })
    void the85DegreesOfPowerOnAreNeverAValue(String memory, String check, String thousandths) {
        assertFault(
                TANK + ": 85.000 °C is what it says after power-on, before it has converted; check its supply",
                () -> tank(memory, check, thousandths));
    }

    @Test
    void faultsOfADs18b20AreToldApart() {
        assertFault(
                TANK + ": 127.937 °C is what it says when its supply is too weak to convert; check it",
                () -> tank("ff 07 4b 46 7f ff 0c 10 1c", "1c YES", "127937"));
        assertFault(
                "wrong check sum from " + TANK
                        + ": found 0x57, expected 0x3d; check wiring and the pull-up resistor of 4.7 kΩ",
                () -> tank("72 01 4b 46 7f ff 0e 10 57", "3d NO", "23125"));
        assertFault(
                TANK + " answers with zeros only: the data line is held at ground",
                () -> tank("00 00 00 00 00 00 00 00 00", "00 YES", "0"));
        file("bus/w1/devices/" + TANK + "/w1_slave", "");
        assertFault(
                TANK + " did not answer; check wiring and the pull-up resistor of 4.7 kΩ",
                () -> read(Ds18b20.TYPE, Map.of("device", TANK)));
    }

    @Test
    void aWrongCheckSumIsWorthAskingAgain() {
        var fault = assertThrows(DeviceFault.class, () -> tank("72 01 4b 46 7f ff 0e 10 57", "3d NO", "23125"));
        assertEquals(DeviceFault.Nature.DISTURBED, fault.nature());
    }

    @Test
    void withoutTheMemoryTheAttributeIsRead() throws DeviceFault {
        file("bus/w1/devices/" + TANK + "/temperature", "-1250");
        assertEquals("temperature=-1.25", told(read(Ds18b20.TYPE, Map.of("device", TANK))));
        file("bus/w1/devices/" + TANK + "/temperature", "85000");
        assertFault(
                TANK + ": 85.000 °C is what it says after power-on, before it has converted; check its supply",
                () -> read(Ds18b20.TYPE, Map.of("device", TANK)));
    }

    @Test
    void aMissing1WireDeviceIsToldWithWhatIsThere() throws IOException {
        assertFault(
                "1-Wire is switched off on this Pi (there is no %s/bus/w1/devices); add dtoverlay=w1-gpio to /boot/firmware/config.txt and restart"
                        .formatted(sys),
                () -> read(Ds18b20.TYPE, Map.of("device", TANK)));
        Files.createDirectories(sys.resolve("bus/w1/devices/w1_bus_master1"));
        assertFault(
                "no 1-Wire device " + TANK + "; none answers: check wiring and the pull-up resistor of 4.7 kΩ",
                () -> read(Ds18b20.TYPE, Map.of("device", TANK)));
        Files.createDirectories(sys.resolve("bus/w1/devices/28-0000075565ae"));
        assertFault(
                "no 1-Wire device " + TANK + "; there are 28-0000075565ae",
                () -> read(Ds18b20.TYPE, Map.of("device", TANK)));
    }

    private void dht(String device, String name, String celsius, String percent) {
        file("bus/iio/devices/" + device + "/name", name);
        file("bus/iio/devices/" + device + "/in_temp_input", celsius);
        file("bus/iio/devices/" + device + "/in_humidityrelative_input", percent);
    }

    @ParameterizedTest
    @CsvSource({
        "23000, 41000, temperature=23.0 humidity=41.0, 0",
        "-10100, 99900, temperature=-10.1 humidity=99.9, 0",
        "80100, 100000, temperature=80.1 humidity=100.0, 1",
        "0, 0, temperature=0.0 humidity=0.0, 0"
    })
    void readsADht(String celsius, String percent, String told, int clipped) throws DeviceFault {
        dht("iio:device0", "dht11@4", celsius, percent);
        var reading = read(Dht.TYPE, Map.of());
        assertEquals(told, told(reading));
        assertEquals(clipped, reading.clipped());
    }

    /** The kernel numbers its devices in hexadecimal. */
    @Test
    void findsTheDhtOfItsPin() throws DeviceFault {
        dht("iio:device0", "dht11@4", "20000", "40000");
        dht("iio:device1", "dht11@11", "21000", "41000");
        dht("iio:device2", "hdc100x", "22000", "42000");
        assertEquals("temperature=21.0 humidity=41.0", told(read(Dht.TYPE, Map.of("pin", 17L))));
        assertFault(
                "no dht on pin 5: the kernel's driver has none there; add dtoverlay=dht11,gpiopin=5 to /boot/firmware/config.txt and restart",
                () -> read(Dht.TYPE, Map.of("pin", 5L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dht11", "dht11@0", "humidity-sensor", "dht11@17"})
    void theOnlyDhtNeedsNoNumber(String name) throws DeviceFault {
        dht("iio:device0", name, "21000", "41000");
        assertEquals("temperature=21.0 humidity=41.0", told(read(Dht.TYPE, Map.of("pin", 17L))));
    }

    /** Java reads the last six as numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"oops\u0007", "", "21 500", "NaN", "-Infinity", "1e999", "0x1p3", "23125f", "+5"})
    void whatIsNoNumberIsAFaultWithItsFile(String text) {
        dht("iio:device0", "dht11", text, "41000");
        assertFault(
                sys + "/bus/iio/devices/iio:device0/in_temp_input: expected a number, found '"
                        + text.replace('\u0007', '?') + "'",
                () -> read(Dht.TYPE, Map.of()));
    }

    private void iio(String device, Map<String, String> files) {
        files.forEach((name, text) -> file("bus/iio/devices/" + device + "/" + name, text));
    }

    /** Documentation/ABI/testing/sysfs-bus-iio: (raw + offset) × scale is in thousandths, kilopascal, millivolts, Gauss. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in_temp_input=23450 | temperature=23.45",
                "in_temp_raw=420 in_temp_offset=-20 in_temp_scale=62.5 | temperature=25.0",
                "in_temp_object_raw=14958 in_temp_offset=-13657.5 in_temp_scale=20 | temperature=26.01",
                "in_pressure_input=101.325 | pressure=1013.25",
                "in_humidityrelative_raw=1000 in_humidityrelative_scale=48.1 | humidity=48.1",
                "in_voltage0_raw=2048 in_voltage_scale=0.5 | voltage=1.024",
                "in_voltage0-voltage1_raw=-8 in_voltage-voltage_scale=0.125 | voltage=-0.001",
                "in_voltage0-voltage1_raw=-8 in_voltage_scale=0.125 | voltage=-0.001",
                "in_illuminance_input=312.5 | illuminance=312.5",
                "in_concentration_co2_input=0.0412 | co2=412.0",
                "in_accel_x_raw=256 in_accel_scale=0.0383 | acceleration_x=9.8048",
                "in_anglvel_z_raw=100 in_anglvel_z_scale=0.01 | angular_velocity_z=57.2958",
                "in_magn_y_raw=50 in_magn_scale=0.01 | magnetic_y=50.0"
            })
    void readsWhatIndustrialIoHas(String files, String told) throws DeviceFault {
        file("bus/iio/devices/iio:device3/name", "chip");
        for (var file : files.split(" ")) file("bus/iio/devices/iio:device3/" + file.split("=")[0], file.split("=")[1]);
        assertEquals(told, told(read(Iio.TYPE, Map.of("device", "chip"))));
    }

    @Test
    void ofSeveralChannelsOneIsChosen() throws DeviceFault {
        iio(
                "iio:device0",
                Map.of("name", "ads1015", "in_voltage0_raw", "100", "in_voltage1_raw", "200", "in_voltage_scale", "3"));
        assertFault(
                "iio ads1015 has several channels for voltage (voltage0, voltage1); choose with values: { voltage: { channel: voltage0 } }",
                () -> read(Iio.TYPE, Map.of("device", "ads1015")));
        var values = Map.of("voltage", channel("voltage1"));
        assertEquals("voltage=0.6", told(read(Iio.TYPE, Map.of("device", "ads1015", "values", values))));
        assertFault(
                "iio ads1015 has no channel voltage7; it has voltage0, voltage1",
                () -> read(Iio.TYPE, Map.of("device", "ads1015", "values", Map.of("voltage", channel("voltage7")))));
    }

    @Test
    void devicesAreFoundByNameOrFolder() throws DeviceFault {
        iio("iio:device0", Map.of("name", "lis3dh", "in_accel_x_raw", "1"));
        iio("iio:device1", Map.of("name", "bmp280", "in_temp_input", "1000"));
        iio("iio:device2", Map.of("name", "bmp280", "in_temp_input", "2000"));
        assertFault(
                "several iio devices are called bmp280 (iio:device1, iio:device2); name one of these folders instead",
                () -> read(Iio.TYPE, Map.of("device", "bmp280")));
        assertEquals("temperature=2.0", told(read(Iio.TYPE, Map.of("device", "iio:device2"))));
        assertFault(
                "no iio device tsl2561; there are lis3dh, bmp280, bmp280",
                () -> read(Iio.TYPE, Map.of("device", "tsl2561")));
    }

    @Test
    void withoutADriverTheOverlayIsNamed() {
        assertFault(
                "no hwmon device lm75; there is none: its driver is missing, add its dtoverlay to /boot/firmware/config.txt and restart",
                () -> read(Hwmon.TYPE, Map.of("device", "lm75")));
    }

    /** Documentation/hwmon/sysfs-interface.rst: thousandths, but millionths for power and energy, turns a minute for fans. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temp1_input=-12500 temp1_max=80000 | temperature=-12.5",
                "humidity1_input=48100 | humidity=48.1",
                "in1_input=11980 | voltage=11.98",
                "curr1_input=1250 | current=1.25",
                "power1_input=14975000 | power=14.975",
                "energy1_input=3600000000 | energy=1.0",
                "fan1_input=3000 | rate=50.0"
            })
    void readsWhatHardwareMonitoringHas(String files, String told) throws DeviceFault {
        file("class/hwmon/hwmon2/name", "chip");
        for (var file : files.split(" ")) file("class/hwmon/hwmon2/" + file.split("=")[0], file.split("=")[1]);
        assertEquals(told, told(read(Hwmon.TYPE, Map.of("device", "chip"))));
    }

    @Test
    void aValueMayHaveANameOfTheUser() throws DeviceFault {
        for (var file : Map.of("name", "ina219", "in0_input", "20", "in1_input", "11980")
                .entrySet()) file("class/hwmon/hwmon0/" + file.getKey(), file.getValue());
        var values = Map.of("shunt_voltage", channel("in0"));
        assertEquals("shunt_voltage=0.02", told(read(Hwmon.TYPE, Map.of("device", "ina219", "values", values))));
    }

    @Test
    void aValueThatSaysNothingOfItsChannelIsRefused() {
        var section = Bench.section(
                Hwmon.TYPE, Map.of("device", "x", "values", Map.of("attic", channel(""), "cellar", channel("temp2"))));
        assertEquals(
                Map.of("values.attic", "nothing says what it is; name its channel, like channel: temp"),
                Hwmon.TYPE.rules().apply(section));
    }

    @Test
    void aBrokenSensorOfHardwareMonitoringIsAFault() {
        for (var file :
                Map.of("name", "lm75", "temp1_input", "0", "temp1_fault", "1").entrySet())
            file("class/hwmon/hwmon0/" + file.getKey(), file.getValue());
        assertFault(
                sys + "/class/hwmon/hwmon0/temp1_fault says that the sensor is broken or not connected",
                () -> read(Hwmon.TYPE, Map.of("device", "lm75")));
    }

    @Test
    void aDeviceWithNothingKnownIsAFault() {
        file("class/hwmon/hwmon0/name", "rpi_volt");
        file("class/hwmon/hwmon0/in0_lcrit_alarm", "0");
        assertFault(
                "hwmon rpi_volt has none of the channels that have a name here",
                () -> read(Hwmon.TYPE, Map.of("device", "rpi_volt")));
    }

    @Test
    void theKernelsTimeIsNotThatOfTheBuses() {
        assertEquals("w1", Ds18b20.TYPE.lane(new Section(Map.of())));
        assertEquals("kernel", Dht.TYPE.lane(new Section(Map.of("pin", 4L))));
        assertEquals("kernel", Iio.TYPE.lane(new Section(Map.of())));
    }
}
