package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the control file, with every chip there is a model of. */
class FaultsTest {
    private static final List<String> FAULTS = List.of(
            "fail",
            "unplug",
            "reset",
            "short 0",
            "short 1",
            "flip 0 0x01",
            "flip 2 0x80",
            "low 0x80",
            "low 0xFF",
            "high 0x01",
            "high 0xFF",
            "stuck",
            "held",
            "once fail",
            "once short 1",
            "once held");

    /** With a check sum behind each word; the second of an AHT20 is behind all its data. */
    private static final Set<String> WITH_CHECK_SUM = Set.of("aht20", "htu21d", "sht3x", "sht4x");

    /** They do not tell whether a conversion has ended: the data sheets say how long to wait. */
    private static final Set<String> WITHOUT_READY_FLAG = Set.of("bh1750", "lm75", "mcp9808");

    @TempDir
    static Path folder;

    /** One for all, with a bus for each type: a board takes its time to begin. */
    private static Bench bench;

    private int bus;

    @BeforeAll
    static void open() throws DeviceFault {
        bench = new Bench(new Setup(Optional.empty(), Optional.of(folder.resolve("c")), Optional.empty(), List.of()));
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static Stream<SensorType> i2cSensors() {
        return ContractTest.i2cSensors();
    }

    static Stream<SensorType> withCheckSum() {
        return i2cSensors().filter(type -> WITH_CHECK_SUM.contains(type.name()));
    }

    static Stream<ActuatorType> i2cActuators() {
        return ContractTest.i2cActuators();
    }

    /** The type's options, with a bus of its own. */
    private Map<String, Object> alone(DriverType type) {
        bus = Drivers.ALL.indexOf(type);
        var given = new HashMap<>(ContractTest.needed(type));
        given.put("bus", new Bus.Own(bus));
        return given;
    }

    private void control(DriverType type, String words) {
        var address = ContractTest.section(type).whole("address");
        var line = "i2c %d 0x%02x %s\n".formatted(bus, address, words);
        try {
            Files.writeString(folder.resolve("c"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        bench.board.followControl();
        assertEquals(List.of(), bench.complaints);
    }

    /** Whether it reads; anything but a {@link DeviceFault} is a defect. */
    private static boolean reads(Sensor sensor) {
        try {
            return !bench.read(sensor).values().isEmpty();
        } catch (DeviceFault fault) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("i2cSensors")
    void noneIsMoreThanAFaultAndAfterItTheChipIsReadAgain(SensorType type) throws DeviceFault {
        try (var sensor = bench.open(type, alone(type))) {
            for (var fault : FAULTS) {
                bench.read(sensor);
                control(type, fault);
                reads(sensor);
                reads(sensor);
                control(type, "ok");
                bench.pass(Duration.ofSeconds(1));
                // The first one may find out that the chip has lost its settings.
                assertTrue(reads(sensor) || reads(sensor), fault);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("withCheckSum")
    void aBitThatIsTurnedOverIsNeverPartOfAValue(SensorType type) throws DeviceFault {
        try (var sensor = bench.open(type, alone(type))) {
            for (var index = 0; index < 3; index++) {
                bench.read(sensor);
                control(type, "flip %d 0x10".formatted(index));
                var fault = assertThrows(DeviceFault.class, () -> bench.read(sensor));
                assertEquals(DeviceFault.Nature.DISTURBED, fault.nature(), fault.getMessage());
                control(type, "ok");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("i2cSensors")
    void aConversionThatNeverEndsIsAFaultWhereTheChipTells(SensorType type) throws DeviceFault {
        try (var sensor = bench.open(type, alone(type))) {
            bench.read(sensor);
            control(type, "stuck");
            assertEquals(WITHOUT_READY_FLAG.contains(type.name()), reads(sensor));
            control(type, "ok");
        }
    }

    @ParameterizedTest
    @MethodSource("i2cActuators")
    void anActuatorHasItsValueAgainAfterEach(ActuatorType type) throws DeviceFault {
        try (var actuator = (Tended) bench.open(type, alone(type), ContractTest.safe(type))) {
            for (var fault : FAULTS) {
                control(type, fault);
                for (var i = 0; i < 2; i++) tended(actuator);
                control(type, "ok");
                tended(actuator);
                assertEquals("", tended(actuator), fault);
            }
        }
    }

    /** What it found, the fault, or nothing. */
    private static String tended(Tended actuator) {
        try {
            return actuator.tend().orElse("");
        } catch (DeviceFault fault) {
            return fault.getMessage();
        }
    }
}
