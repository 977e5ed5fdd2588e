package dev.sandpiper.sensors.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.BoardAround;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sysfs;
import dev.sandpiper.sensors.chip.Dht;
import dev.sandpiper.sensors.chip.Ds18b20;
import dev.sandpiper.sensors.chip.Hwmon;
import dev.sandpiper.sensors.chip.Iio;
import dev.sandpiper.sensors.sim.Control.BadLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated kernel's devices, through the drivers, and what the control file does to them. */
class KernelTreeTest {
    private static final String TANK = "28-0000075565ad";
    private static final String TANK_FILE = "bus/w1/devices/" + TANK + "/w1_slave";

    /** One for all tests, since it takes its time to begin; each has devices of its own. */
    private static Bench bench;

    private final KernelTree tree = new KernelTree(() -> this.nanos);
    private long nanos;

    @BeforeAll
    static void open() throws DeviceFault {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private void control(String line) throws BadLine {
        tree.control(List.of(line.split(" ")));
    }

    private Sensor sensor(SensorType type, Map<String, Object> given) throws DeviceFault {
        var section = Bench.section(type, given);
        tree.expect(type.name(), section);
        return type.opener().open(section, new BoardAround(bench.board) {
            @Override
            public Sysfs kernel() {
                return tree;
            }
        });
    }

    private Sensor tank() throws DeviceFault {
        return sensor(Ds18b20.TYPE, Map.of("device", TANK));
    }

    private static String told(Sensor sensor) throws DeviceFault {
        return bench.read(sensor).values().entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    /** Maxim 19-7487 rev. 6, table 1: the temperatures; the check sum is judged below. */
    @ParameterizedTest
    @CsvSource({
        "125000, d0 07 4b 46 7f ff 10 10, 125000",
        "25062, 91 01 4b 46 7f ff 0f 10, 25062",
        "500, 08 00 4b 46 7f ff 08 10, 500",
        "-10125, 5e ff 4b 46 7f ff 02 10, -10125",
        "-55000, 90 fc 4b 46 7f ff 10 10, -55000"
    })
    void aThermometerShowsItsMemoryAsTheKernelDoes(String set, String memory, String thousandths)
            throws BadLine, DeviceFault {
        tank();
        control("w1 " + TANK + " " + set);
        var text = tree.text(TANK_FILE);
        assertEquals(memory, text.substring(0, memory.length()));
        assertEquals("t=" + thousandths, text.substring(text.lastIndexOf("t=")));
    }

    /** Answers of real chips: the first is the example of the kernel's w1_therm.c, the second is what all say after power-on. */
    @ParameterizedTest
    @CsvSource({"23125, 72 01 4b 46 7f ff 0e 10 57, 57, 23125", "power-on, 50 05 4b 46 7f ff 0c 10 1c, 1c, 85000"})
    void theCheckSumIsThatOfRealChips(String words, String memory, String check, String thousandths)
            throws BadLine, DeviceFault {
        tank();
        control("w1 " + TANK + " " + words);
        assertEquals("%s : crc=%s YES\n%s t=%s".formatted(memory, check, memory, thousandths), tree.text(TANK_FILE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            crc      | DISTURBED | wrong check sum from 28-0000075565ad: .*
            power-on | DISTURBED | 28-0000075565ad: 85.000 °C is what it says after power-on, .*
            fail     | DISTURBED | /sys/bus/w1/devices/28-0000075565ad/w1_slave: the kernel's driver got no right answer \\(Input/output error\\); .*
            unplug   | LASTING   | no 1-Wire device 28-0000075565ad; none answers: .*
            """)
    void theFaultsOfAThermometer(String words, Nature nature, String sentence) throws BadLine, DeviceFault {
        var sensor = tank();
        control("w1 " + TANK + " 23125");
        control("w1 " + TANK + " " + words);
        var fault = assertThrows(DeviceFault.class, () -> bench.read(sensor));
        assertTrue(fault.getMessage().matches(sentence), fault.getMessage());
        assertEquals(nature, fault.nature());
        control("w1 " + TANK + " ok");
        assertEquals("temperature=23.125", told(sensor));
    }

    @Test
    void aFaultOnceIsOverWhenItWasFelt() throws BadLine, DeviceFault {
        var sensor = tank();
        control("w1 " + TANK + " once crc");
        assertThrows(DeviceFault.class, () -> bench.read(sensor));
        bench.read(sensor);
    }

    @Test
    void otherDevicesHaveFaultsToo() throws BadLine, DeviceFault {
        var air = sensor(Iio.TYPE, Map.of("device", "bmp280"));
        var dht = sensor(Dht.TYPE, Map.of("pin", 17L));
        var processor = sensor(Hwmon.TYPE, Map.of("device", "cpu_thermal"));
        control("iio bmp280 fail");
        control("iio dht11@11 once fail");
        control("hwmon cpu_thermal temp1_input 81250");
        assertThrows(DeviceFault.class, () -> bench.read(air));
        assertThrows(DeviceFault.class, () -> bench.read(dht));
        bench.read(dht);
        assertEquals("temperature=81.25", told(processor));
        control("iio bmp280 unplug");
        assertEquals(
                "no iio device bmp280; there are dht11@11",
                assertThrows(DeviceFault.class, () -> bench.read(air)).getMessage());
    }

    @Test
    void namedChannelsAreThere() throws DeviceFault {
        var volts = Map.of("shunt_voltage", channel("in0"), "voltage", channel("in1"));
        var level = Map.of("level", channel("voltage0-voltage1"));
        var monitored = sensor(Hwmon.TYPE, Map.of("device", "ina219", "values", volts));
        var converted = sensor(Iio.TYPE, Map.of("device", "ads1115", "values", level));
        assertEquals(2, bench.read(monitored).values().size());
        assertEquals(1, bench.read(converted).values().size());
    }

    private static Section channel(String channel) {
        return new Section(Map.of("channel", channel));
    }

    @Test
    void twoEntriesMayShareADevice() throws DeviceFault {
        var first = sensor(Iio.TYPE, Map.of("device", "ads1115", "values", Map.of("voltage", channel("voltage0"))));
        var second = sensor(Iio.TYPE, Map.of("device", "ads1115", "values", Map.of("voltage", channel("voltage1"))));
        assertEquals(told(first), told(second));
    }

    @Test
    void nothingOfTheComputersKernelIsThere() throws DeviceFault {
        assertEquals(List.of(), bench.board.kernel().names("class/hwmon"));
        assertEquals(List.of(), bench.board.kernel().names("class/thermal"));
    }

    @Test
    void theWeatherChanges() throws DeviceFault {
        var before = told(tank());
        nanos += Duration.ofSeconds(100).toNanos();
        assertNotEquals(before, told(tank()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            w1 28-000000000000 fail  | no sensor of the configuration looks for this device; there are w1 28-0000075565ad
            w1 28-0000075565ad spark | expected ok, unplug, fail, crc, power-on, once with one of them in front, or a file and what it says: name, w1_slave
            w1 28-0000075565ad 125063 | expected -55000 to 125000
            w1                       | expected: w1 DEVICE, and what happens to it
            """)
    void aLineThatMeansNothingIsRefused(String line, String reason) throws DeviceFault {
        tank();
        assertEquals(reason, assertThrows(BadLine.class, () -> control(line)).getMessage());
    }
}
