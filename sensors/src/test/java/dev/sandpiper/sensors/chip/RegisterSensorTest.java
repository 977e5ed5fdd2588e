package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.sim.Fault;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Reply;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterSensorTest {

    private static Section value(String bytes, String as, long shift, double scale) {
        return new Section(Map.of("bytes", bytes, "as", as, "shift", shift, "scale", scale));
    }

    private static Map<String, Object> options(String write, long read, String crc, Map<String, Section> values) {
        return Map.of("address", 0x44L, "write", write, "read", read, "crc", crc, "values", values);
    }

    private static Bench answering(String written, String answer) throws DeviceFault {
        var reply = new Reply(Bench.bytes(written), Bench.bytes(answer));
        return new Bench(Setup.plain().with(new Device(1, 0x44, new Contents.Replies(List.of(reply)))));
    }

    private static Reading read(String answer, Section value) throws DeviceFault {
        try (var bench = answering("00", answer)) {
            var length = Bench.bytes(answer).length;
            return bench.read(bench.open(RegisterSensor.TYPE, options("00", length, "none", Map.of("x", value))));
        }
    }

    /** Two's complement and place values; 0x41C80000 is 25.0, 0x41ABA75D 21.456720 and 0x43CEA37F 413.27731 (IEEE 754). */
    @ParameterizedTest
    @CsvSource({
        "19 10, 0-1, int16, 4, 0.0625, 25.0625",
        "FF F0, 0-1, int16, 4, 0.0625, -0.0625",
        "80 00, 0-1, int16, 0, 1, -32768.0",
        "80 00, 0-1, uint16, 0, 1, 32768.0",
        "FF F0, 0-1, uint16, 4, 1, 4095.0",
        "80, 0, int8, 0, 0.5, -64.0",
        "80, 0, uint8, 0, 0.5, 64.0",
        "00 80 00 00, 1-3, int24, 0, 1, -8388608.0",
        "00 80 00 00, 1-3, uint24, 0, 1, 8388608.0",
        "FF FF FF FF, 0-3, int32, 0, 1, -1.0",
        "FF FF FF FF, 0-3, uint32, 0, 1, 4294967295.0",
        "10 19, 0-1, int16le, 4, 0.0625, 25.0625",
        "F0 FF, 0-1, int16le, 0, 1, -16.0",
        "01 02 03, 0-2, uint24le, 0, 1, 197121.0",
        "01 02 03 04, 0-3, int32le, 0, 1, 67305985.0",
        "41 C8 00 00, 0-3, float32, 0, 1, 25.0",
        "00 00 C8 41, 0-3, float32le, 0, 1, 25.0",
        "41 AB A7 5D, 0-3, float32, 0, 1, 21.45672",
        "43 CE A3 7F, 0-3, float32, 0, 0.001, 0.4132773",
        "00 00 00 00, 0-3, float32, 0, 1, 0.0",
        "12 34 56, 1-2, unsigned, 0, 1, 13398.0",
        "12 34 56, 2, unsigned, 0, 1, 86.0"
    })
    void readsNumbersAsTheyAreWritten(String answer, String bytes, String as, long shift, double scale, String expected)
            throws DeviceFault {
        assertEquals(
                expected,
                read(answer, value(bytes, as, shift, scale)).values().get("x").toString());
    }

    @Test
    void aRegisterIsReadInOneTransactionAndTheRestLikewise() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x44, Map.of(0x05, "C1 90"))) {
            var temperature = Map.of("temperature", value("0-1", "uint16", 0, 0.0625));
            var sensor = bench.open(RegisterSensor.TYPE, options("05", 2, "none", temperature));
            assertEquals(Duration.ZERO, sensor.start());
            assertEquals("3097.0", sensor.read().values().get("temperature").toString());
        }
    }

    /** SHT3x-DIS data sheet, version 5: 0xBEEF has the check sum 0x92; single shot 0x2400, at most 15.5 ms. */
    @Test
    void severalBytesAreWrittenThenWaitedForThenChecked() throws DeviceFault {
        try (var bench = answering("24 00", "61 B8 3C BE EF 92")) {
            var values = new HashMap<String, Section>();
            values.put("temperature", value("0-1", "uint16", 0, 175.0 / 65535));
            values.put("humidity", value("3-4", "uint16", 0, 100.0 / 65535));
            var options = new HashMap<>(options("24 00", 6, "sensirion", values));
            options.put("wait", Duration.ofMillis(16));
            var sensor = bench.open(RegisterSensor.TYPE, options);
            assertEquals(Duration.ofMillis(16), sensor.start());
            assertFault(
                    "wrong check sum from i2c-1 at 0x44: found 0x3c, expected 0x%02x; check wiring, cable length and pull-up resistors"
                            .formatted(new Crc8(0xFF).of(Bench.bytes("61 B8"), 0, 2)),
                    sensor::read);
        }
        try (var bench = answering("24 00", "BE EF 92 BE EF 92")) {
            var humidity = Map.of("humidity", value("3-4", "uint16", 0, 100.0 / 65535));
            var reading = bench.read(bench.open(RegisterSensor.TYPE, options("2400", 6, "sensirion", humidity)));
            assertEquals(
                    74.58, Double.parseDouble(reading.values().get("humidity").toString()), 0.005);
        }
    }

    /** A number that spans two words, as SCD30 and SPS30 have them: the check sum in between is left out. */
    @Test
    void aCheckSumInsideANumberIsLeftOut() throws DeviceFault {
        var crc = new Crc8(0xFF);
        var answer = "41 C8 %02X 00 00 %02X"
                .formatted(crc.of(Bench.bytes("41 C8"), 0, 2), crc.of(Bench.bytes("00 00"), 0, 2));
        try (var bench = answering("03 00", answer)) {
            var co2 = Map.of("co2", value("0-4", "float32", 0, 1));
            var reading = bench.read(bench.open(RegisterSensor.TYPE, options("03 00", 6, "sensirion", co2)));
            assertEquals("25.0", reading.values().get("co2").toString());
        }
    }

    @Test
    void whatIsNoNumberIsAFault() {
        assertFault(
                "register on i2c-1 at 0x44: x is no number: 0x7fc00000",
                () -> read("7F C0 00 00", value("0-3", "float32", 0, 1)));
    }

    @Test
    void withoutAQuestionBytesAreJustRead() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x44, Map.of(0x00, "2A"))) {
            var level = Map.of("level", value("0", "uint8", 0, 1));
            var reading = bench.read(bench.open(RegisterSensor.TYPE, options("", 1, "none", level)));
            assertEquals("42.0", reading.values().get("level").toString());
        }
    }

    @Test
    void anAnswerThatIsMissingOrShortIsAFault() throws DeviceFault {
        try (var bench = answering("00", "19 10")) {
            var x = Map.of("x", value("0-1", "int16", 0, 1));
            assertFault(
                    "short read from 0x44 on i2c-1: 2 of 3 bytes",
                    () -> bench.read(bench.open(RegisterSensor.TYPE, options("00", 3, "none", x))));
            assertFault(
                    "no acknowledgement from 0x44 on i2c-1",
                    () -> bench.read(bench.open(RegisterSensor.TYPE, options("01", 2, "none", x))));
            bench.board.inject(1, 0x44, new Fault.NoAnswer());
            assertFault(
                    "no acknowledgement from 0x44 on i2c-1",
                    () -> bench.open(RegisterSensor.TYPE, options("00 01", 2, "none", x))
                            .start());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2-1 | int16 | none | it ends before it begins; write the lower number first",
                "5-6 | int16 | none | byte 6 is beyond the 6 that are read, which count from 0; correct one",
                "0-3 | int16 | none | found 4 bytes, expected 2 for int16; correct one",
                "0-5 | unsigned | none | found 6 bytes, expected up to 4 for unsigned; correct one",
                "0 | float32 | none | found 1 bytes, expected 4 for float32; correct one",
                "2-3 | uint16 | sensirion | byte 2 is a check sum (as 2, 5, 8 and so on); leave it out",
                "4-5 | uint16 | sensirion | byte 5 is a check sum (as 2, 5, 8 and so on); leave it out"
            })
    void bytesThatCannotBeTheNumberAreRefused(String bytes, String as, String crc, String sentence) {
        var section = Bench.section(RegisterSensor.TYPE, options("00", 6, crc, Map.of("x", value(bytes, as, 0, 1))));
        assertEquals(
                Map.of("values.x.bytes", sentence), RegisterSensor.TYPE.rules().apply(section));
    }

    @Test
    void checkSumsComeWithEachSecondByte() {
        var section = Bench.section(
                RegisterSensor.TYPE, options("00", 4, "sensirion", Map.of("x", value("0-1", "int16", 0, 1))));
        assertEquals(
                Map.of("read", "found 4, expected a multiple of 3: two bytes and their check sum; correct it"),
                RegisterSensor.TYPE.rules().apply(section));
    }
}
