package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.DeviceFault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ina226Test extends CurrentSensorTest {
    Ina226Test() {
        super(Ina226.TYPE, Map.of(0xFE, "54 49", 0xFF, "22 60"));
    }

    @Override
    String resetAndOurConfiguration() {
        return "0x4127, expected 0x4123";
    }

    /** SBOS547, table 1: 10 A through 2 mΩ at 12 V. */
    @Test
    void readsTheWorkedExampleOfTheDatasheet() throws DeviceFault {
        assertWorkedExample(read(chip("1F 40", "25 70"), Map.of("shunt", 0.002, "max_current", 15.0)));
    }

    /** SBOS547B, section 7.1.2: two's complement, 2.5 µV a step; 0x8000 is the other end. */
    @ParameterizedTest
    @CsvSource({
        "7F FF, 0.0819175, 0.819175, 1",
        "7F FE, 0.081915, 0.81915, 0",
        "00 01, 0.0000025, 0.000025, 0",
        "00 00, 0.0, 0.0, 0",
        "FF FF, -0.0000025, -0.000025, 0",
        "80 02, -0.081915, -0.81915, 0",
        "80 00, -0.08192, -0.8192, 1"
    })
    void readsTheShuntVoltage(String code, String volts, String amperes, int clipped) throws DeviceFault {
        assertShunt(volts, amperes, clipped, read(code, "00 00"));
    }

    /** SBOS547B, section 7.1.3: 1.25 mV a step, full scale 40.96 V; bit 15 is always zero. */
    @ParameterizedTest
    @CsvSource({"7F FF, 40.95875, 1", "70 80, 36.0, 0", "00 01, 0.00125, 0", "00 00, 0.0, 0", "80 01, 0.00125, 0"})
    void readsTheBusVoltage(String code, String volts, int clipped) throws DeviceFault {
        assertBus(volts, clipped, read("00 00", code));
    }

    /**
     * SBOS547B, section 7.1.1: bit 14, AVG, 1.1 ms for both, triggered. The calibration by equation 1: of the worked
     * example 0.00512 / (1 mA × 2 mΩ) = 2560, here with 32.768 A for that step; of the defaults 524.3.
     */
    @ParameterizedTest
    @CsvSource({
        "0.1, 3.2, 1, 41 23, 02 0C",
        "0.002, 32.768, 4, 43 23, 0A 00",
        "0.1, 0.8, 1024, 4F 23, 08 31",
        "0.0001, 0.001, 16, 45 23, 7F FF"
    })
    void choosesAveragingAndCalibration(
            double shunt, double most, String samples, String configuration, String calibration) throws DeviceFault {
        assertWritten(configuration, calibration, Map.of("shunt", shunt, "max_current", most, "samples", samples));
    }

    /** Electrical characteristics: 1.21 ms at most for the usual 1.1 ms, each of two voltages. */
    @ParameterizedTest
    @CsvSource({"1, 2420", "4, 9680", "1024, 2478080"})
    void aConversionTakesItsLongestTime(String samples, long microseconds) throws DeviceFault {
        assertTakes(microseconds, samples);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "55 49 | 22 60 | manufacturer id is 0x5549, expected 0x5449; check type and address",
                "00 00 | 22 60 | manufacturer id is 0x0000, expected 0x5449; check type and address",
                "54 49 | 22 70 | die id is 0x2270 (an ina260), expected 0x2260; check type and address",
                "54 49 | 32 20 | die id is 0x3220 (an ina3221), expected 0x2260; check type and address",
                "54 49 | 00 00 | die id is 0x0000, expected 0x2260; check type and address"
            })
    void anotherChipIsRefused(String manufacturer, String die, String sentence) {
        assertFault(place + sentence, () -> read(Map.of(0xFE, manufacturer, 0xFF, die), Map.of()));
    }

    /** SBOS547B, section 7.1.10: bits 3 to 0 are the revision of the die. */
    @Test
    void anyRevisionOfTheDieIsRead() throws DeviceFault {
        var registers = chip("00 00", "25 70");
        registers.put(0xFF, "22 6F");
        assertEquals("11.98", value(read(registers, Map.of()), "voltage"));
    }

    @Test
    void aListOfRegistersWithoutIdsIsRead() throws DeviceFault {
        assertEquals("11.98", value(read(Map.of(0x02, "25 70"), Map.of()), "voltage"));
    }

    /** The model of an INA219 has nothing at 0xFE and 0xFF, and no bit 14 in its configuration. */
    @Test
    void anIna219InItsPlaceIsRecognised() throws DeviceFault {
        assertRecognised(
                "ina219",
                "its configuration is 0x0123, expected 0x4123: it lost its supply or is another chip, perhaps an ina219; check type");
    }

    @Test
    void theOverflowFlagIsAFault() {
        var registers = chip("1F 40", "25 70");
        registers.put(0x06, "00 0C");
        assertOverflow(registers);
    }
}
