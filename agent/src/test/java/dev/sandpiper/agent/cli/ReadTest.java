package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without an agent. The register file says 25.0625 °C (TMP102 data sheet, 0x1910 in its extended mode), the offset is -0.5. */
class ReadTest {
    private final Workbench bench;

    ReadTest(@TempDir Path folder) {
        bench = Workbench.in(folder);
    }

    private Typed read(Object... words) {
        var line = new java.util.ArrayList<Object>(java.util.List.of("--config", bench.configuration(), "read"));
        line.addAll(java.util.List.of(words));
        return Typed.line(line.toArray());
    }

    @Test
    void allSensorsAreReadWithTheirOffsets() {
        var typed = read("--json");
        assertEquals("{\"outside\":{\"temperature\":24.5625},\"door\":{\"state\":false}}\n", typed.out());
        assertEquals("", typed.err());
        assertEquals(0, typed.code());
    }

    @Test
    void peopleGetATableWithUnits() {
        assertEquals("""
                outside  temperature 24.5625 °C
                door     state false
                """, read().out());
    }

    @Test
    void onlyTheNamedOnesAreRead() {
        assertEquals("{\"door\":{\"state\":false}}\n", read("door", "--json").out());
    }

    @Test
    void anUnknownNameIsWrongUseAndTheKnownOnesAreNamed() {
        var typed = read("dor");
        assertEquals(2, typed.code());
        assertEquals("", typed.out());
        assertEquals("sandpiper: no sensor 'dor'; there are outside, door\n", typed.err());
    }

    @Test
    void whatFailsIsLeftOutAndNamed() {
        bench.write("control.txt", "i2c 1 0x48 fail\ngpio 17 low\n");
        var typed = read("--json");
        assertEquals(1, typed.code());
        assertEquals("{\"door\":{\"state\":true}}\n", typed.out());
        assertTrue(typed.err().startsWith("sandpiper: outside: "), typed.err());
        assertTrue(typed.err().contains("0x48"), typed.err());
        assertEquals(1, typed.err().lines().count());
    }

    @Test
    void theTraceShowsEachTransaction() {
        var typed = read("--trace", "--json");
        assertEquals(0, typed.code());
        assertTrue(typed.err().lines().anyMatch("i2c-1 0x48 write 00 read 19 10"::equals), typed.err());
        assertTrue(typed.err().lines().anyMatch("gpio 17 is high"::equals), typed.err());
        assertEquals("{\"outside\":{\"temperature\":24.5625},\"door\":{\"state\":false}}\n", typed.out());
    }

    @Test
    void theTraceShowsAFailedTransaction() {
        bench.write("control.txt", "i2c 1 0x48 fail\n");
        var typed = read("outside", "--trace");
        assertTrue(
                typed.err().lines().anyMatch(line -> line.matches("i2c-1 0x48 (write|read).* failed: .+")),
                typed.err());
    }

    @Test
    void aChipThatTheKernelHasIsReadThereAndThatIsTold() {
        bench.write("agent.yaml", """
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: data }
                board: { type: simulated, sysfs: sys }
                sensors: [ { id: air, type: lm75, address: 0x48, values: { temperature: { offset: -0.5 } } } ]
                """);
        bench.write("sys/bus/i2c/devices/1-0048/driver/bind", "");
        bench.write("sys/bus/i2c/devices/1-0048/name", "lm75\n");
        bench.write("sys/bus/i2c/devices/1-0048/hwmon/hwmon0/temp1_input", "21000\n");
        var typed = read("--json");
        assertEquals("{\"air\":{\"temperature\":20.5}}\n", typed.out());
        assertEquals(
                "sandpiper: air: lm75 at 0x48 on i2c-1 belongs to the kernel's driver lm75; read there (hwmon0)\n",
                typed.err());
        assertEquals(0, typed.code());
    }

    @Test
    void aBoardThatIsNotThereIsOneSentence() {
        bench.write("agent.yaml", """
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: data }
                board: { type: raspberry-pi }
                sensors: [ { id: outside, type: tmp102 } ]
                """);
        var typed = read();
        assertEquals(1, typed.code());
        assertEquals(1, typed.err().lines().count(), typed.err());
        assertTrue(typed.err().contains("board: { type: simulated }"), typed.err());
    }
}
