package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sensors whose values the file names: {@code register} and {@code exec}. */
class FreeValuesTest {
    private static final String LM75 = "id: a, type: register, address: 0x48, write: \"00\", read: 2";

    @TempDir
    Path folder;

    private SensorConfig sensor(String keys) throws ConfigErrors {
        return new OneSensor(folder).of(keys);
    }

    private List<String> errors(String keys) {
        return new OneSensor(folder).errors(keys);
    }

    @Test
    void aValueHasKeysOfItsDriverAndThoseOfEveryValue() throws ConfigErrors {
        var sensor = sensor(LM75
                + ", values: { temperature: { bytes: \"0-1\", as: int16, scale: 0.5, offset: -1, deadband: 0.2 } }");
        var temperature = sensor.options().named("values").get("temperature");
        assertEquals("0-1", temperature.text("bytes"));
        assertEquals(0.5, temperature.decimal("scale"));
        assertEquals(0, temperature.whole("shift"));
        assertEquals(-1.0, sensor.values().get("temperature").calibration().offset());
        assertEquals(0.2, sensor.values().get("temperature").deadband().getAsDouble());
        assertEquals(
                "[Quantity[name=temperature, unit=°C, resolution=0.5]]",
                sensor.type().quantities().apply(sensor.options()).toString());
    }

    @Test
    void theExampleOfTheContractIsUnderstood() throws ConfigErrors {
        var sensor = sensor(
                LM75
                        + ", wait: 0ms, crc: none, values: { temperature: { bytes: \"0-1\", as: int16, shift: 4, scale: 0.0625, offset: 0 } }");
        assertEquals(Duration.ZERO, sensor.options().span("wait"));
        assertEquals(4, sensor.options().named("values").get("temperature").whole("shift"));
    }

    @Test
    void everyErrorIsToldAtOnce() {
        assertEquals(
                List.of(
                        "values.Hum: no name of a value, expected up to 32 of a-z, 0-9 and '_', beginning with a letter, and none of ts, run, seq, clock, error; choose another",
                        "values.run: no name of a value, expected up to 32 of a-z, 0-9 and '_', beginning with a letter, and none of ts, run, seq, clock, error; choose another",
                        "values.c.bytes: found 1 bytes, expected 2 for int16; correct one"),
                errors(
                        LM75
                                + ", values: { Hum: { bytes: \"0\" }, run: { bytes: \"0\" }, c: { bytes: \"1\", as: int16 } }"));
        assertEquals(
                List.of(
                        "values.a.byte: unknown key; did you mean 'bytes'?",
                        "values.a.bytes: missing, expected text like '0-1'; add it",
                        "values.b.as: found 'int61', expected unsigned, int8, uint8, int16, uint16, int24, uint24, int32, uint32, int16le, uint16le, int24le, uint24le, int32le, uint32le, float32 or float32le; did you mean 'int16'?"),
                errors(LM75 + ", values: { a: { byte: \"0\" }, b: { bytes: \"0\", as: int61 } }").stream()
                        .sorted()
                        .toList());
    }

    @Test
    void aRegisterHasAtLeastOneValue() {
        assertEquals(
                List.of(
                        "values: missing, expected names, each with bytes, as, shift, scale, points, polynomial, offset, limits, max_change, median, average, exponential, deadband, heartbeat, window, aggregate; add it"),
                errors(LM75));
        assertEquals(List.of("values: none, expected at least one; add one"), errors(LM75 + ", values: {}"));
    }

    @Test
    void bytesAreInQuotes() {
        assertEquals(
                List.of("write: found 00, expected text like '24 00'; write \"00\" in quotes"),
                errors("id: a, type: register, address: 0x48, write: 00, read: 1, values: { a: { bytes: \"0\" } }"));
    }

    @Test
    void aProgramIsAListOrOneWord() throws ConfigErrors {
        assertEquals(
                List.of("python3", "-c", "print(1)"),
                sensor("id: a, type: exec, command: [python3, -c, print(1)]")
                        .options()
                        .words("command"));
        assertEquals(
                List.of("sensors"),
                sensor("id: a, type: exec, command: sensors").options().words("command"));
    }

    @Test
    void aProgramWithAFolderStartsAtTheConfigurations() throws ConfigErrors {
        var file = folder.resolve("soil.sh");
        assertEquals(
                List.of(file.toString(), "-a"),
                sensor("id: a, type: exec, command: [./soil.sh, -a]").options().words("command"));
    }

    @Test
    void aProgramOfNoWordsIsRefused() {
        assertEquals(
                List.of(
                        "command: found an empty list, expected text without zero bytes, or a list of them; give at least one"),
                errors("id: a, type: exec, command: []"));
        assertEquals(
                List.of(
                        "command: found keys with values, expected a program and its arguments like [/usr/local/bin/soil, -a]; correct it"),
                errors("id: a, type: exec, command: {}"));
    }

    @Test
    void whatIsDerivedOfAProgramsValuesHasRulesToo() throws ConfigErrors {
        var meter = sensor(
                "id: a, type: exec, command: meter, derive: energy, values: { power: {}, energy: { offset: 120, window: 1m, aggregate: last } }");
        assertEquals(120, meter.values().get("energy").calibration().offset());
        assertEquals(
                List.of("power", "energy_last"),
                meter.published().stream().map(Quantity::name).toList());
    }

    @Test
    void aProgramsValuesMayHaveRulesByAnyName() throws ConfigErrors {
        var soil = sensor("id: a, type: exec, command: soil, values: { moisture: { offset: 2, heartbeat: 1m } }");
        assertEquals(2.0, soil.values().get("moisture").calibration().offset());
        assertEquals(
                Optional.of(Duration.ofMinutes(1)),
                soil.values().get("moisture").heartbeat());
    }
}
