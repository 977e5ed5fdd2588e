package dev.sandpiper.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonParser;
import dev.sandpiper.agent.discovery.Meaning.Growth;
import dev.sandpiper.sensors.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which units and state classes each class allows: Home Assistant's components/sensor/const.py. */
class MeaningTest {
    private static String described(String name, String unit, double step) {
        var json = Meaning.describe(Entity.of("sensor", "x"), new Quantity(name, unit, step), Growth.ONLY_UP)
                .json("x", "")
                .toString();
        var keys = JsonParser.parseString(json).getAsJsonObject();
        return String.join(
                " ",
                keys.has("dev_cla") ? keys.get("dev_cla").getAsString() : "-",
                keys.has("unit_of_meas") ? keys.get("unit_of_meas").getAsString() : "-",
                keys.get("stat_cla").getAsString(),
                keys.has("sug_dsp_prc") ? keys.get("sug_dsp_prc").getAsString() : "-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            temperature        | °C    | 0.0625 | temperature °C measurement 2
            temperature_mean   | °C    | 0.01   | temperature °C measurement 2
            temperature_stddev | °C    | 0.01   | - °C measurement 2
            temperature_count  | ''    | 0      | - - measurement -
            humidity           | %RH   | 0.008  | humidity % measurement 3
            pressure           | hPa   | 0.0016 | atmospheric_pressure hPa measurement 3
            energy             | Wh    | 1      | energy Wh total_increasing 0
            energy_last        | Wh    | 0.001  | energy Wh total_increasing 3
            energy_max         | Wh    | 1      | - Wh measurement 0
            rain               | mm    | 0.2794 | precipitation mm total_increasing 1
            count              | ''    | 0      | - - total_increasing -
            pm2_5              | µg/m³ | 1      | pm25 µg/m³ measurement 0
            uptime             | s     | 0      | duration s measurement -
            rate               | 1/s   | 0.001  | - 1/s measurement 3
            load               | ''    | 0.01   | - - measurement 2
            """)
    void aNumberHasItsClassItsUnitItsStateClassAndItsDecimals(String name, String unit, double step, String expected) {
        assertEquals(expected, described(name, unit, step));
    }

    @Test
    void anotherUnitThanItsClassAllowsHasNoClass() {
        assertEquals("- K measurement 1", described("temperature", "K", 0.1));
    }

    @Test
    void whatMayBeATextIsNoNumber() {
        assertFalse(Meaning.isNumber(Quantity.plain("mood")));
        assertFalse(Meaning.isNumber(Quantity.named("mood", 1e-9)), "of a program");
    }
}
