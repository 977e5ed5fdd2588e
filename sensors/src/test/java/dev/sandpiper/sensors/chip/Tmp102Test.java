package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Tmp102Test {

    /** TI TMP102, SBOS397: table "12-bit temperature data format" and, with EM set, "13-bit". */
    @ParameterizedTest
    @CsvSource({
        "7F F0, 127.9375, 1",
        "64 00, 100.0, 0",
        "50 00, 80.0, 0",
        "4B 00, 75.0, 0",
        "32 00, 50.0, 0",
        "19 00, 25.0, 0",
        "00 40, 0.25, 0",
        "00 00, 0.0, 0",
        "FF F0, -0.0625, 0",
        "FF C0, -0.25, 0",
        "E7 00, -25.0, 0",
        "C9 00, -55.0, 0",
        "80 00, -128.0, 1",
        "4B 01, 150.0, 0",
        "40 01, 128.0, 0",
        "3F F9, 127.9375, 0",
        "32 01, 100.0, 0",
        "00 21, 0.25, 0",
        "FF E1, -0.25, 0",
        "F3 81, -25.0, 0",
        "E4 81, -55.0, 0",
        "7F F9, 255.9375, 1"
    })
    void readsTheTemperaturesOfTheDatasheet(String register, String celsius, int clipped) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, register, 0x01, "60 A0"))) {
            var reading = bench.read(bench.open(Tmp102.TYPE, Map.of()));
            assertEquals(celsius, reading.values().get("temperature").toString());
            assertEquals(clipped, reading.clipped());
        }
    }

    @Test
    void readsARegisterFileThatListsTheTemperatureOnly() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, "19 10"))) {
            var sensor = bench.open(Tmp102.TYPE, Map.of());
            for (var i = 0; i < 3; i++)
                assertEquals(
                        "25.0625",
                        bench.read(sensor).values().get("temperature").toString());
        }
    }

    @Test
    void startsOneConversionAndLeavesTheOtherSettingsAlone() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, "19 01", 0x01, "64 B0"))) {
            bench.read(bench.open(Tmp102.TYPE, Map.of()));
            assertArrayEquals(Bench.bytes("E5 B0"), bench.board.i2c(1, 0x48).readRegister(0x01, 2));
        }
    }

    @Test
    void anExtendedModeOfTheModelIsKept() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Tmp102.TYPE, Map.of());
            var normal = bench.read(sensor).values().get("temperature");
            bench.board.i2c(1, 0x48).write((byte) 0x01, (byte) 0x61, (byte) 0xB0);
            assertEquals(
                    normal.toString(),
                    bench.read(sensor).values().get("temperature").toString());
            assertEquals(1, bench.board.i2c(1, 0x48).readRegister(0x00, 2)[1] & 1);
        }
    }

    @Test
    void aConversionThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Tmp102.TYPE, Map.of());
            bench.board.inject(1, 0x48, new Fault.Stuck());
            assertFault("tmp102 on i2c-1 at 0x48: the conversion did not end within 35 ms", () -> bench.read(sensor));
        }
    }

    @Test
    void theZeroDegreesOfAResetAreNeverAValue() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Tmp102.TYPE, Map.of());
            bench.pass(sensor.start());
            bench.board.unplug(1, 0x48);
            bench.board.heal(1, 0x48);
            assertFault(
                    "tmp102 on i2c-1 at 0x48: lost its settings during the conversion; check its supply", sensor::read);
        }
    }
}
