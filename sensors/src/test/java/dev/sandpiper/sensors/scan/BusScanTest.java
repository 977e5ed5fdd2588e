package dev.sandpiper.sensors.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.BoardAround;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.chip.Drivers;
import dev.sandpiper.sensors.chip.Lm75;
import dev.sandpiper.sensors.scan.Finding.State;
import dev.sandpiper.sensors.scan.Interview.Multiplexers;
import dev.sandpiper.sensors.sim.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusScanTest {

    /** The models know their data sheets and nothing of the identities that are asked for here. */
    @ParameterizedTest
    @CsvSource({
        "0x18, mcp9808, CERTAIN mcp9808",
        "0x42, ina226,  CERTAIN ina226",
        "0x44, sht4x,   CERTAIN sht4x",
        "0x76, bme280,  CERTAIN bme280",
        "0x77, bmp280,  CERTAIN bmp280",
        "0x40, htu21d,  LIKELY htu21d",
        "0x41, ina219,  LIKELY ina219",
        "0x43, pca9685, LIKELY pca9685",
        "0x60, pca9685, LIKELY pca9685",
        "0x48, lm75,    LIKELY lm75",
        "0x49, tmp102,  LIKELY tmp102",
        "0x4A, ads1115, LIKELY ads1115 ads1015",
        "0x4B, ads1015, LIKELY ads1115 ads1015",
        "0x44, sht3x,   POSSIBLE sht3x sht4x",
        "0x20, mcp23008, POSSIBLE mcp23008 mcp23017 pcf8574",
        "0x21, pcf8574, POSSIBLE mcp23008 mcp23017 pcf8574",
        "0x23, bh1750,  POSSIBLE bh1750 mcp23008 mcp23017 pcf8574",
        "0x38, aht20,   POSSIBLE aht20 pcf8574",
        "0x60, mcp4725, POSSIBLE mcp4725 pca9685",
        "0x70, tca9548a, POSSIBLE tca9548a ht16k33",
        "0x76, tca9548a, LIKELY tca9548a",
    })
    void aChipIsToldAsFarAsItCanBe(String address, String chip, String told) throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(Integer.decode(address), chip))) {
            assertEquals("0x%02x ".formatted(Integer.decode(address)) + told, ScanBench.told(bench.scan()));
        }
    }

    /** Ids as public drivers have them: Bosch's bmp3_defs.h (0x50 and 0x60 at 0x00), the kernel's bme680 (0x61 at 0xD0). */
    @ParameterizedTest
    @CsvSource({"0xD0, 61, bme680", "0x00, 50, bmp388", "0x00, 60, bmp390"})
    void aChipWithoutADriverSaysItsNameToo(String register, String id, String chip) throws DeviceFault {
        try (var bench = ScanBench.withRegisters(0x76, Map.of(Integer.decode(register), id))) {
            var findings = bench.scan();
            assertEquals("0x76 CERTAIN " + chip, ScanBench.told(findings));
            var answers = (State.Answers) findings.findings().getFirst().state();
            assertTrue(answers.chips().getFirst().driver().isEmpty());
        }
    }

    @Test
    void itSaysWhichRegisterSaidSo() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x76, "bme280"))) {
            var answers = (State.Answers) bench.scan().findings().getFirst().state();
            assertEquals("0xd0 is 0x60", answers.why());
        }
    }

    @Test
    void whatAPca9685HearsBesideItsOwnAddressIsSaidSo() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x43, "pca9685", 0x70, "tca9548a"))) {
            var answers = (State.Answers) bench.scan().findings().getLast().state();
            assertEquals("by its address only; may be the pca9685 alone, which hears it too", answers.why());
        }
    }

    @Test
    void aChipThatOnlyListsWhatItMeasuresIsToldByItsAddress() throws DeviceFault {
        try (var bench = ScanBench.withReplies(0x44, Map.of("24 00", "61 B8 3C 7F 2E 90"))) {
            assertEquals("0x44 POSSIBLE sht3x sht4x", ScanBench.told(bench.scan()));
        }
    }

    @Test
    void anAddressOfNoKnownChipIsUnknown() throws DeviceFault {
        try (var bench = ScanBench.withRegisters(0x0B, Map.of(0x00, "00"))) {
            assertEquals("0x0b UNKNOWN", ScanBench.told(bench.scan()));
        }
    }

    @Test
    void nothingOnABusIsNoTrouble() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of())) {
            var findings = bench.scan();
            assertEquals(List.of(), findings.findings());
            assertEquals(Optional.empty(), findings.trouble());
        }
    }

    /** A board that keeps what was sent to it. */
    private static final class Listening extends BoardAround {
        private final List<String> sent = new ArrayList<>();

        Listening(dev.sandpiper.sensors.Board board) {
            super(board);
        }

        @Override
        public I2cPort i2c(int bus, int address) throws DeviceFault {
            var port = board.i2c(bus, address);
            return new I2cPort() {
                @Override
                public void write(byte... bytes) throws DeviceFault {
                    if (bytes.length > 0) tell(HexFormat.of().formatHex(bytes));
                    port.write(bytes);
                }

                @Override
                public byte[] read(int length) throws DeviceFault {
                    var bytes = port.read(length);
                    tell("read " + length);
                    return bytes;
                }

                @Override
                public byte[] readRegister(int pointer, int length) throws DeviceFault {
                    tell("%02x".formatted(pointer));
                    return port.readRegister(pointer, length);
                }

                private void tell(String what) {
                    sent.add("0x%02x %s".formatted(address, what));
                }

                @Override
                public String place() {
                    return port.place();
                }

                @Override
                public void close() {
                    port.close();
                }
            };
        }
    }

    private static List<String> sent(ScanBench bench, Multiplexers multiplexers) throws DeviceFault {
        var listening = new Listening(bench.bench.board);
        bench.scan(listening, Drivers.ALL, multiplexers);
        return listening.sent;
    }

    @Test
    void whereAByteWouldBeASettingNothingIsAsked() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x20, "pcf8574", 0x38, "aht20"))) {
            assertEquals(List.of(), sent(bench, Multiplexers.PUT_BACK));
        }
    }

    @Test
    void aForeignDriverCannotMakeItAskThere() throws DeviceFault {
        var foreign = DriverType.SensorType.of(
                        "stranger",
                        "at the address of an expander",
                        List.of(Option.bus(), Option.address(0x20)),
                        List.of(),
                        "{ id: a, type: stranger }",
                        Lm75.TYPE.opener())
                .toldBy(Identity.named(Identity.byteAt(0x0F, 0x33)));
        var drivers = new ArrayList<>(Drivers.ALL);
        drivers.add(foreign);
        try (var bench = ScanBench.with(Map.of(0x20, "pcf8574"))) {
            var listening = new Listening(bench.bench.board);
            bench.scan(listening, drivers, Multiplexers.PUT_BACK);
            assertEquals(List.of(), listening.sent);
        }
    }

    @Test
    void anHtu21dIsNotResetByTheQuestionForAnIna226() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x40, "htu21d"))) {
            assertFalse(sent(bench, Multiplexers.PUT_BACK).contains("0x40 fe"));
        }
    }

    @Test
    void eachRegisterIsAskedOnce() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x77, "bmp280"))) {
            var sent = sent(bench, Multiplexers.PUT_BACK);
            assertEquals(1, sent.stream().filter("0x77 d0"::equals).count(), sent::toString);
        }
    }

    // Channels 0 and 2; the question is the register 0xD0 of a BME280, which connects 4, 6 and 7.
    @Test
    void aMultiplexerThatTookAQuestionForAChoiceIsPutBack() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x76, "tca9548a"))) {
            var port = bench.bench.board.i2c(1, 0x76);
            port.write((byte) 0b101);
            bench.scan();
            assertEquals(0b101, port.read(1)[0]);
        }
    }

    @Test
    void multiplexersAreNotAskedWhileSomebodyUsesThem() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x76, "tca9548a"))) {
            assertEquals(List.of(), sent(bench, Multiplexers.LEFT_ALONE));
        }
    }

    /** The addresses of serial-presence detects and EEPROMs, as i2cdetect has them. */
    @Test
    void eepromsAreReadAndNotWrittenTo() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x5C, "bh1750", 0x48, "lm75"))) {
            var sent = sent(bench, Multiplexers.PUT_BACK);
            assertEquals("0x5c read 1", sent.getFirst());
            assertFalse(sent.contains("0x48 read 1"));
        }
    }

    @Test
    void aChipOfTheKernelIsNeitherKnockedAtNorAsked(@TempDir Path sys) throws Exception {
        var device = Files.createDirectories(sys.resolve("bus/i2c/devices/1-0048"));
        Files.createDirectories(sys.resolve("drivers/lm75"));
        Files.createSymbolicLink(device.resolve("driver"), sys.resolve("drivers/lm75"));
        var hwmon = Files.createDirectories(device.resolve("hwmon/hwmon2"));
        Files.writeString(hwmon.resolve("name"), "lm75\n");
        try (var bench = ScanBench.with(Bench.withSysfs(sys), Map.of(0x48, "lm75"))) {
            var listening = new Listening(bench.bench.board);
            var findings = bench.scan(listening, Drivers.ALL, Multiplexers.PUT_BACK);
            assertEquals("0x48 KERNEL lm75 type: hwmon, device: lm75", ScanBench.told(findings));
            assertEquals(List.of(), listening.sent);
        }
    }

    @Test
    void aChipInUseIsNeitherKnockedAtNorAsked() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x48, "lm75", 0x49, "tmp102"))) {
            var listening = new Listening(bench.bench.board);
            var inUse = Map.of(new Place(ScanBench.BUS, 0x48), "cellar");
            var findings = bench.scan(listening, Drivers.ALL, Multiplexers.LEFT_ALONE, inUse);
            assertEquals("0x48 IN USE cellar\n0x49 LIKELY tmp102", ScanBench.told(findings));
            assertTrue(listening.sent.stream().noneMatch(line -> line.startsWith("0x48")), listening.sent::toString);
        }
    }

    @Test
    void aBusThatIsHeldIsOneSentenceAfterThreeTransfers() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x48, "lm75"))) {
            bench.bench.board.hold(ScanBench.BUS);
            var findings = bench.scan();
            assertEquals(
                    Optional.of(
                            "no end of the transfer with 0x0a: i2c-1 is held down; check wiring and pull-up resistors"),
                    findings.trouble());
            assertEquals(List.of(), findings.findings());
        }
    }

    @Test
    void aChipThatHoldsTheBusIsNamedAndTheOthersAreFound() throws DeviceFault {
        try (var bench = ScanBench.with(Map.of(0x48, "lm75", 0x49, "tmp102"))) {
            bench.bench.board.inject(1, 0x48, new Fault.HeldBus());
            assertEquals(
                    "0x48 TROUBLED no end of the transfer with 0x48: i2c-1 is held down; check wiring and pull-up resistors\n0x49 LIKELY tmp102",
                    ScanBench.told(bench.scan()));
        }
    }

    @Test
    void aBusOnWhichEveryoneAnswersIsOneSentence() throws DeviceFault {
        var everywhere = new java.util.HashMap<Integer, String>();
        for (var address = 0x08; address <= 0x77; address++) everywhere.put(address, "lm75");
        try (var bench = ScanBench.with(everywhere)) {
            var findings = bench.scan();
            assertEquals(
                    Optional.of(
                            "every address of i2c-1 acknowledges: its data line is held low; check wiring and pull-up resistors"),
                    findings.trouble());
            assertEquals(List.of(), findings.findings());
        }
    }
}
