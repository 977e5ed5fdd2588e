package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chips that a driver of the kernel has. */
class KernelRouteTest {
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

    /** As the kernel shows it: {@code driver} is a link to the driver's folder. */
    private void bind(String device, String driver) throws IOException {
        var folder = Files.createDirectories(sys.resolve("bus/i2c/devices").resolve(device));
        Files.createSymbolicLink(
                folder.resolve("driver"), Files.createDirectories(sys.resolve("bus/i2c/drivers/" + driver)));
    }

    private void letGo(String device) throws IOException {
        Files.delete(sys.resolve("bus/i2c/devices").resolve(device).resolve("driver"));
    }

    private void files(String folder, String files) {
        for (var file : files.split(" ")) file(folder + "/" + file.split("=")[0], file.split("=")[1]);
    }

    private Bench bench() throws DeviceFault {
        return new Bench(Bench.withSysfs(sys));
    }

    private static Sensor open(Bench bench, String type, Map<String, Object> given) throws DeviceFault {
        var chip = Drivers.sensor(type).orElseThrow();
        var section = Bench.section(chip, given);
        bench.board.expect(type, section);
        return KernelRoute.open(chip, section, bench.board);
    }

    private static Map<String, Object> options(String type, String words) {
        var given = new HashMap<String, Object>();
        if (words != null) for (var word : words.split(" ")) given.put(word.split("=")[0], value(type, word));
        return given;
    }

    private static Object value(String type, String word) {
        var text = word.split("=")[1];
        var option = Drivers.sensor(type).orElseThrow().options().stream()
                .filter(each -> each.name().equals(word.split("=")[0]))
                .findFirst()
                .orElseThrow();
        return switch (option.kind()) {
            case Option.Kind.Address _ -> Long.decode(text);
            case Option.Kind.Decimal _ -> Double.valueOf(text);
            default -> text;
        };
    }

    private static String told(Reading reading) {
        return reading.values().entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The units are those of the kernel's Documentation/ABI/testing/sysfs-bus-iio and Documentation/hwmon/sysfs-interface.rst. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bme280  |                         | 1-0076 | iio:device0  | in_temp_input=21460 in_pressure_input=101.32 in_humidityrelative_input=48123 | temperature=21.46 humidity=48.123 pressure=1013.2
            bmp280  | address=0x77            | 1-0077 | iio:device3  | in_temp_input=-5010 in_pressure_input=98.7654 | temperature=-5.01 pressure=987.654
            lm75    | address=0x4f            | 1-004f | hwmon/hwmon2 | temp1_input=-12500 temp1_max=80000 | temperature=-12.5
            tmp102  |                         | 1-0048 | hwmon/hwmon0 | temp1_input=25062 | temperature=25.062
            mcp9808 |                         | 1-0018 | hwmon/hwmon1 | temp1_input=25250 temp1_crit=95000 | temperature=25.25
            sht3x   |                         | 1-0044 | hwmon/hwmon1 | temp1_input=23450 humidity1_input=51234 | temperature=23.45 humidity=51.234
            sht4x   |                         | 1-0044 | hwmon/hwmon1 | temp1_input=23450 humidity1_input=51234 | temperature=23.45 humidity=51.234
            aht20   |                         | 1-0038 | hwmon/hwmon9 | temp1_input=23450 humidity1_input=51234 | temperature=23.45 humidity=51.234
            htu21d  |                         | 1-0040 | iio:device0  | in_temp_input=23450 in_humidityrelative_input=51230 | temperature=23.45 humidity=51.23
            bh1750  |                         | 1-0023 | iio:device0  | in_illuminance_raw=1200 in_illuminance_scale=0.833333 | illuminance=1000.0
            ads1115 | channel=2               | 1-0048 | iio:device0  | in_voltage0_raw=1 in_voltage2_raw=8000 in_voltage2_scale=0.0625 | voltage=0.5
            ads1015 | channel=0-1 gain=4.096  | 1-0048 | iio:device0  | in_voltage0_raw=1 in_voltage0-voltage1_raw=-100 in_voltage0-voltage1_scale=3 | voltage=-0.3
            """)
    void aChipThatTheKernelHasIsReadThere(
            String type, String options, String device, String folder, String files, String told)
            throws IOException, DeviceFault {
        bind(device, "kernels-own");
        files("bus/i2c/devices/" + device + "/" + folder, "name=chip " + files);
        try (var bench = bench();
                var sensor = open(bench, type, options(type, options))) {
            assertEquals(told, told(bench.read(sensor)));
            assertEquals(0, bench.convert(sensor).toNanos());
        }
    }

    /**
     * The kernel's driver assumes 10 mΩ: at 0.1 Ω it takes 12.3 mV for 1.23 A. Documentation/hwmon/ina2xx.rst: in0 is the
     * shunt, in1 the bus, shunt_resistor in microohms; drivers/iio/adc/ina2xx-adc.c has the same order, and ohms.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hwmon/hwmon2 | in0_input=12 in1_input=11980 curr1_input=1230 power1_input=14735000 shunt_resistor=10000
            hwmon/hwmon2 | in0_input=12 in1_input=11980 curr1_input=123 power1_input=1473500 shunt_resistor=100000
            iio:device0  | in_voltage0_raw=1200 in_voltage0_scale=0.01 in_voltage1_raw=2995 in_voltage1_scale=4 in_current3_raw=1230 in_current3_scale=1 in_power2_raw=1473.5 in_power2_scale=10 in_shunt_resistor=0.010000000
            """)
    void aCurrentIsThatThroughTheResistorThatIsThere(String folder, String files) throws IOException, DeviceFault {
        bind("1-0040", "ina2xx");
        files("bus/i2c/devices/1-0040/" + folder, "name=ina219 " + files);
        try (var bench = bench();
                var sensor = open(bench, "ina219", Map.of("shunt", 0.1))) {
            assertEquals("voltage=11.98 current=0.123 power=1.4735 shunt_voltage=0.012", told(bench.read(sensor)));
        }
    }

    @Test
    void aCurrentThroughAnUnknownResistorIsNoRoute() throws IOException, DeviceFault {
        bind("1-0040", "ina2xx");
        files(
                "bus/i2c/devices/1-0040/hwmon/hwmon2",
                "name=ina219 in0_input=12 in1_input=11980 curr1_input=1230 power1_input=1");
        try (var bench = bench();
                var sensor = open(bench, "ina219", Map.of())) {
            assertThrows(DeviceFault.class, sensor::start);
        }
    }

    @Test
    void anOperatorIsToldAndWithWhatIsNotHeeded() throws IOException, DeviceFault {
        bind("1-0044", "sht3x");
        files("bus/i2c/devices/1-0044/hwmon/hwmon1", "name=sht3x temp1_input=23450 humidity1_input=51234");
        try (var bench = bench();
                var sensor = open(bench, "sht3x", Map.of("repeatability", "low"))) {
            assertEquals(Optional.empty(), sensor.remark());
            bench.read(sensor);
            assertEquals(
                    Optional.of(
                            "sht3x at 0x44 on i2c-1 belongs to the kernel's driver sht3x; read there (hwmon1), where nothing is known of repeatability: low"),
                    sensor.remark());
        }
    }

    @Test
    void aFolderInPlaceOfTheLinkIsEnough() throws DeviceFault {
        file("bus/i2c/devices/1-0048/driver/module", "");
        file("bus/i2c/devices/1-0048/name", "lm75");
        files("bus/i2c/devices/1-0048/hwmon/hwmon0", "temp1_input=21000");
        try (var bench = bench();
                var sensor = open(bench, "lm75", Map.of())) {
            assertEquals("temperature=21.0", told(bench.read(sensor)));
            assertEquals(
                    Optional.of("lm75 at 0x48 on i2c-1 belongs to the kernel's driver lm75; read there (hwmon0)"),
                    sensor.remark());
        }
    }

    @Test
    void theKernelMayTakeAChipAndLetGoOfIt() throws IOException, DeviceFault {
        files("bus/i2c/devices/1-0048/hwmon/hwmon0", "temp1_input=99000");
        try (var bench = bench();
                var sensor = open(bench, "lm75", Map.of())) {
            var directly = told(bench.read(sensor));
            assertEquals(Optional.empty(), sensor.remark());
            bind("1-0048", "lm75");
            assertEquals("temperature=99.0", told(bench.read(sensor)));
            letGo("1-0048");
            assertEquals(directly, told(bench.read(sensor)));
            assertEquals(
                    Optional.of("lm75 at 0x48 on i2c-1 belongs to no driver of the kernel any more; read directly"),
                    sensor.remark());
        }
    }

    @Test
    void aChipThatTheKernelTookIsNotTouchedAnyMore() throws IOException, DeviceFault {
        try (var bench = bench();
                var sensor = open(bench, "lm75", Map.of())) {
            bench.read(sensor);
            bind("1-0048", "rtc-ds1307");
            assertFault(
                    "0x48 on i2c-1 belongs to the kernel's driver rtc-ds1307; remove its dtoverlay from /boot/firmware/config.txt and restart",
                    sensor::start);
            assertThrows(DeviceFault.class, sensor::read);
        }
    }

    /** A bmp280 where the entry says bme280: no humidity. */
    @Test
    void whereTheKernelDoesNotGiveAllItIsAFaultWithTheWayToReadWhatThereIs() throws IOException, DeviceFault {
        bind("1-0076", "bmp280");
        files("bus/i2c/devices/1-0076/iio:device0", "name=bmp280 in_temp_input=21460 in_pressure_input=101.32");
        try (var bench = bench();
                var sensor = open(bench, "bme280", Map.of())) {
            assertFault(
                    "0x76 on i2c-1 belongs to the kernel's driver bmp280; read it there with type: iio, device: bmp280, or remove its dtoverlay from /boot/firmware/config.txt and restart",
                    sensor::start);
        }
    }

    /** Which of two thermometers is meant cannot be known. */
    @Test
    void ofSeveralChannelsNoneIsGuessed() throws IOException, DeviceFault {
        bind("1-0048", "lm90");
        files("bus/i2c/devices/1-0048/hwmon/hwmon0", "name=lm90 temp1_input=21000 temp2_input=45000");
        try (var bench = bench();
                var sensor = open(bench, "lm75", Map.of())) {
            assertThrows(DeviceFault.class, sensor::start);
        }
    }

    @Test
    void aChipThatDoesNotAnswerTheKernelIsAFault() throws IOException, DeviceFault {
        bind("1-0048", "lm75");
        files("bus/i2c/devices/1-0048/hwmon/hwmon0", "temp1_input=garbage");
        try (var bench = bench();
                var sensor = open(bench, "lm75", Map.of())) {
            sensor.start();
            assertFault(
                    sys + "/bus/i2c/devices/1-0048/hwmon/hwmon0/temp1_input: expected a number, found 'garbage'",
                    sensor::read);
        }
    }

    @Test
    void whatItsUserMakesOfAChipIsNeverReadThere() throws IOException, DeviceFault {
        bind("1-0048", "lm75");
        files("bus/i2c/devices/1-0048/hwmon/hwmon0", "temp1_input=21000");
        var values = Map.of("temperature", new Section(Map.of()));
        try (var bench = bench()) {
            var section = Bench.section(RegisterSensor.TYPE, Map.of("address", 0x48L, "read", 2L, "values", values));
            assertThrows(DeviceFault.class, () -> KernelRoute.open(RegisterSensor.TYPE, section, bench.board));
        }
    }
}
