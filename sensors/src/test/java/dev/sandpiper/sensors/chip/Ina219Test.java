package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ina219Test extends CurrentSensorTest {
    Ina219Test() {
        super(Ina219.TYPE, Map.of());
    }

    @Override
    String resetAndOurConfiguration() {
        return "0x399f, expected 0x399b";
    }

    /** SBOS448F, table 3: 10 A through 2 mΩ at 12 V; the flag of an ended conversion is not set there. */
    @Test
    void readsTheWorkedExampleOfTheDatasheet() throws DeviceFault {
        assertWorkedExample(read(chip("07 D0", "5D 98"), Map.of("shunt", 0.002, "max_current", 10.0)));
    }

    /** SBOS448G, section 8.6.3.1: two's complement, 10 µV a step; full scale of ±320 mV is ±32000. */
    @ParameterizedTest
    @CsvSource({
        "7D 00, 0.32, 3.2, 1",
        "7C FF, 0.31999, 3.1999, 0",
        "00 01, 0.00001, 0.0001, 0",
        "00 00, 0.0, 0.0, 0",
        "FF FF, -0.00001, -0.0001, 0",
        "83 01, -0.31999, -3.1999, 0",
        "83 00, -0.32, -3.2, 1",
        "80 00, -0.32768, -3.2768, 1"
    })
    void readsTheShuntVoltage(String code, String volts, String amperes, int clipped) throws DeviceFault {
        assertShunt(volts, amperes, clipped, read(code, "00 02"));
    }

    /** SBOS448G, section 8.6.3.2: 4 mV a step from bit 3 on; full scale is 8000. */
    @ParameterizedTest
    @CsvSource({
        "FA 02, 32.0, 1",
        "F9 FA, 31.996, 0",
        "00 0A, 0.004, 0",
        "00 02, 0.0, 0",
        "00 06, 0.0, 0",
        "FF FA, 32.764, 1"
    })
    void readsTheBusVoltage(String code, String volts, int clipped) throws DeviceFault {
        assertBus(volts, clipped, read("00 00", code));
    }

    @Test
    void powerHasTheSignOfTheCurrent() throws DeviceFault {
        assertEquals("-12.0", value(read(chip("D8 F0", "17 72"), Map.of("shunt", 0.025)), "power"));
    }

    /**
     * SBOS448G, section 8.6.2.1 and table 5: 32 V; PG of 40, 80, 160, 320 mV; BADC and SADC; both voltages, triggered. The
     * calibration by equation 1, without bit 0: for the default 0.04096 / (3.2 A / 2^15 × 0.1 Ω) = 4194.3.
     */
    @ParameterizedTest
    @CsvSource({
        "0.1, 3.2, 1, 39 9B, 10 62",
        "0.1, 0.4, 1, 21 9B, 83 12",
        "0.1, 0.41, 1, 29 9B, 7F E0",
        "0.1, 0.8, 2, 2C CB, 41 88",
        "0.01, 16, 128, 37 FB, 20 C4",
        "0.1, 100, 16, 3E 63, 00 86",
        "0.0001, 0.001, 1, 21 9B, FF FE"
    })
    void choosesRangeAveragingAndCalibration(
            double shunt, double most, String samples, String configuration, String calibration) throws DeviceFault {
        assertWritten(configuration, calibration, Map.of("shunt", shunt, "max_current", most, "samples", samples));
    }

    @Test
    void theEndOfARangeIsClipped() throws DeviceFault {
        assertEquals(1, read(chip("0F A0", "00 02"), Map.of("max_current", 0.4)).clipped());
        assertEquals(0, read(chip("0F 9F", "00 02"), Map.of("max_current", 0.4)).clipped());
    }

    /** Electrical characteristics: 586 µs at most for 12 bits, each of two voltages. */
    @ParameterizedTest
    @CsvSource({"1, 1172", "2, 2344", "128, 150016"})
    void aConversionTakesItsLongestTime(String samples, long microseconds) throws DeviceFault {
        assertTakes(microseconds, samples);
    }

    @Test
    void theOverflowFlagIsAFault() {
        assertOverflow(chip("07 D0", "5D 9B"));
    }

    @Test
    void theModelMeasuresWhatTheChipWouldCalculate() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ina219.TYPE, Map.of())) {
            var reading = bench.read(sensor);
            var step = 3.2 / 32768;
            var port = bench.board.i2c(1, 0x40);
            var current = (port.readRegister(4, 2)[0] & 0xFF) << 8 | port.readRegister(4, 2)[1] & 0xFF;
            var power = (port.readRegister(3, 2)[0] & 0xFF) << 8 | port.readRegister(3, 2)[1] & 0xFF;
            assertEquals(current * step, Double.parseDouble(value(reading, "current")), 2 * step);
            assertEquals(power * 20 * step, Double.parseDouble(value(reading, "power")), 40 * step);
        }
    }

    @Test
    void anIna226InItsPlaceIsRecognised() throws DeviceFault {
        assertRecognised(
                "ina226",
                "its configuration is 0x499b, expected 0x399b: it lost its supply or is another chip, perhaps an ina226; check type");
    }
}
