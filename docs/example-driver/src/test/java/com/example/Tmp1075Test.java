package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.testing.DriverBench;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Tmp1075Test {
    /** SBOS854F, table 7-1. */
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("7F F0", "127.9375"),
            Map.entry("64 00", "100.0"),
            Map.entry("50 00", "80.0"),
            Map.entry("4B 00", "75.0"),
            Map.entry("32 00", "50.0"),
            Map.entry("19 00", "25.0"),
            Map.entry("00 40", "0.25"),
            Map.entry("00 10", "0.0625"),
            Map.entry("00 00", "0.0"),
            Map.entry("FF F0", "-0.0625"),
            Map.entry("FF C0", "-0.25"),
            Map.entry("E7 00", "-25.0"),
            Map.entry("CE 00", "-50.0"),
            Map.entry("80 00", "-128.0"));

    @Test
    void theTableOfTheDataSheetHolds() throws DeviceFault {
        try (var bench = DriverBench.withRegisters(0x48, Map.of(0x00, "00 00", 0x01, "00 FF"));
                var sensor = bench.open(Tmp1075.TYPE, Map.of())) {
            for (var row : TABLE.entrySet()) {
                bench.put(0x48, 0x00, row.getKey());
                assertEquals(row.getValue(), bench.read(sensor).values().get("temperature").toString());
            }
        }
    }

    @Test
    void beyondItsRangeAReadingCountsAsClipped() throws DeviceFault {
        try (var bench = DriverBench.withRegisters(0x48, Map.of(0x00, "7F F0"));
                var sensor = bench.open(Tmp1075.TYPE, Map.of())) {
            assertEquals(1, bench.read(sensor).clipped());
            bench.put(0x48, 0x00, "7D 00"); // 125 °C
            assertEquals(0, bench.read(sensor).clipped());
        }
    }

    @Test
    void eachReadingBeginsAConversion() throws DeviceFault {
        try (var bench = DriverBench.withReplies(0x48, Map.of("00", "19 00"));
                var sensor = bench.open(Tmp1075.TYPE, Map.of())) {
            bench.read(sensor);
            bench.unplug(0x48);
            assertThrows(DeviceFault.class, sensor::start);
            bench.plugIn(0x48);
            assertEquals("25.0", bench.read(sensor).values().get("temperature").toString());
        }
    }
}
