package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both chips of the family. */
class Ads1115Test {
    private static String volts(Bench bench, SensorType type, Map<String, Object> options) throws DeviceFault {
        try (var sensor = bench.open(type, options)) {
            return bench.read(sensor).values().get("voltage").toString();
        }
    }

    /** SBAS444E, section "Data format": codes of +FS, one step, zero, -FS; and the step sizes of table "Full-scale range". */
    @ParameterizedTest
    @CsvSource({
        "2.048, 7F FF, 2.047938, 1",
        "2.048, 7F FE, 2.047875, 0",
        "2.048, 00 01, 0.000063, 0",
        "2.048, 00 00, 0.0, 0",
        "2.048, FF FF, -0.000063, 0",
        "2.048, 80 01, -2.047938, 0",
        "2.048, 80 00, -2.048, 1",
        "6.144, 40 00, 3.072, 0",
        "4.096, 40 00, 2.048, 0",
        "1.024, 40 00, 0.512, 0",
        "0.512, 40 00, 0.256, 0",
        "0.256, C0 00, -0.128, 0",
        "0.256, 00 01, 0.0000078, 0"
    })
    void readsTheCodesOfTheAds1115(String gain, String code, String volts, int clipped) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, code))) {
            var reading = bench.read(bench.open(Ads1115.TYPE, Map.of("gain", gain)));
            assertEquals(volts, reading.values().get("voltage").toString());
            assertEquals(clipped, reading.clipped());
        }
    }

    /** SBAS473E, table 3: 12 bits, left-aligned. The lower four bits of some chips are not zero and mean nothing. */
    @ParameterizedTest
    @CsvSource({
        "2.048, 7F F0, 2.047, 1",
        "2.048, 7F FF, 2.047, 1",
        "2.048, 7F E0, 2.046, 0",
        "2.048, 00 10, 0.001, 0",
        "2.048, 00 1F, 0.001, 0",
        "2.048, 00 0F, 0.0, 0",
        "2.048, FF F0, -0.001, 0",
        "2.048, 80 10, -2.047, 0",
        "2.048, 80 00, -2.048, 1",
        "6.144, 00 10, 0.003, 0",
        "4.096, 00 10, 0.002, 0",
        "1.024, 00 10, 0.0005, 0",
        "0.512, 00 10, 0.00025, 0",
        "0.256, 00 10, 0.000125, 0"
    })
    void readsTheCodesOfTheAds1015(String gain, String code, String volts, int clipped) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, code))) {
            var reading = bench.read(bench.open(Ads1015.TYPE, Map.of("gain", gain)));
            assertEquals(volts, reading.values().get("voltage").toString());
            assertEquals(clipped, reading.clipped());
        }
    }

    /**
     * SBAS444E, config register: OS, MUX, PGA and MODE in the first byte; DR in the second, whose other bits switch the
     * comparator off, with the polarity that a reset does not leave.
     */
    @ParameterizedTest
    @CsvSource({
        "0-1, 2.048, 128, 85 8B",
        "0-3, 2.048, 128, 95 8B",
        "1-3, 2.048, 128, A5 8B",
        "2-3, 2.048, 128, B5 8B",
        "0, 6.144, 8, C1 0B",
        "1, 4.096, 16, D3 2B",
        "2, 1.024, 475, E7 CB",
        "3, 0.256, 860, FB EB"
    })
    void choosesInputRangeAndRate(String channel, String gain, String rate, String configuration) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, "00 00"))) {
            volts(bench, Ads1115.TYPE, Map.of("channel", channel, "gain", gain, "rate", rate));
            assertArrayEquals(
                    Bench.bytes(configuration), bench.board.i2c(1, 0x48).readRegister(0x01, 2));
        }
    }

    /** One period of the data rate, a tenth low, and 25 µs to wake up. */
    @ParameterizedTest
    @CsvSource({"8, 138913", "128, 8705", "860, 1316"})
    void aConversionMayTakeATenthLongerThanItsRateSays(String rate, long microseconds) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ads1115.TYPE, Map.of("rate", rate))) {
            assertEquals(microseconds, sensor.start().toNanos() / 1000);
        }
    }

    /** The model's inputs: 0.5 V + 10 mV/°C at 21.5 °C, 0.8 V + 10 mV/% at 48 %, 1.2 V + 0.1 mV/°C, 0.3 V. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.715",
        "1, 1.28",
        "2, 1.202125",
        "3, 0.3",
        "0-1, -0.565",
        "0-3, 0.415",
        "1-3, 0.98",
        "2-3, 0.902125"
    })
    void readsEachInputOfTheModel(String channel, String volts) throws DeviceFault {
        try (var bench = new Bench()) {
            var read = Double.parseDouble(volts(bench, Ads1115.TYPE, Map.of("channel", channel)));
            assertEquals(Double.parseDouble(volts), read, 0.0005);
            var coarse = Double.parseDouble(volts(bench, Ads1015.TYPE, Map.of("channel", channel, "address", 0x49L)));
            assertEquals(Double.parseDouble(volts), coarse, 0.0015);
        }
    }

    @Test
    void anInputBeyondTheRangeIsClipped() throws DeviceFault {
        try (var bench = new Bench()) {
            var reading = bench.read(bench.open(Ads1115.TYPE, Map.of("channel", "0-1", "gain", "0.512")));
            assertEquals("-0.512", reading.values().get("voltage").toString());
            assertEquals(1, reading.clipped());
        }
    }

    @Test
    void aConversionThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ads1115.TYPE, Map.of())) {
            bench.board.inject(1, 0x48, new Fault.Stuck());
            assertFault("ads1115 on i2c-1 at 0x48: the conversion did not end within 8.7 ms", () -> bench.read(sensor));
        }
    }

    @Test
    void theZeroVoltsOfAResetAreNeverAValue() throws DeviceFault {
        // These are the settings a reset leaves, but for the mark.
        try (var bench = new Bench();
                var sensor = bench.open(Ads1115.TYPE, Map.of("channel", "0-1"))) {
            bench.pass(sensor.start());
            bench.board.unplug(1, 0x48);
            bench.board.heal(1, 0x48);
            assertFault(
                    "ads1115 on i2c-1 at 0x48: its configuration is 0x8583, expected 0x858b: it lost its supply, something else uses it, or it is another chip; check type, address and supply",
                    sensor::read);
        }
    }

    @Test
    void theResultOfAnotherInputIsNeverAValue() throws DeviceFault {
        try (var bench = new Bench();
                var first = bench.open(Ads1015.TYPE, Map.of("channel", "0"));
                var second = bench.open(Ads1015.TYPE, Map.of("channel", "1"))) {
            first.start();
            bench.pass(Duration.ofSeconds(1));
            bench.read(second);
            assertFault(
                    "ads1015 on i2c-1 at 0x48: its configuration is 0xd58b, expected 0xc58b: it lost its supply, something else uses it, or it is another chip; check type, address and supply",
                    first::read);
        }
    }
}
