package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every driver of {@link Drivers#ALL} keeps to; a new driver gets these tests for free. */
class ContractTest {

    static void assertFault(String sentence, Executable action) {
        assertEquals(sentence, assertThrows(DeviceFault.class, action).getMessage());
    }

    /** Of a kernel's device: the only channel there is of that kind. */
    private static final Section WHICHEVER = new Section(Map.of("channel", ""));

    /** These are what their user makes of them. */
    private static final Set<String> OF_THE_USER = Set.of("exec", "register");

    /** Options without a default, but for pins. */
    private static final Map<String, Map<String, Object>> NEEDED = Map.of(
            "ds18b20", Map.of("device", "28-0000075565ad"),
            "hwmon", Map.of("device", "cpu_thermal", "values", Map.of("temperature", WHICHEVER)),
            "iio", Map.of("device", "bmp280", "values", Map.of("temperature", WHICHEVER, "pressure", WHICHEVER)),
            "exec", Map.of("command", List.of("soil")),
            "register", Map.of("address", 0x48L, "read", 2L, "values", Map.of()));

    static Stream<SensorType> sensors() {
        return Drivers.sensors().filter(type -> !OF_THE_USER.contains(type.name()));
    }

    static Stream<SensorType> i2cSensors() {
        return sensors()
                .filter(type ->
                        type.options().stream().anyMatch(option -> option.name().equals("address")));
    }

    /** Those whose values are made by a model, on a bus or behind a driver of the kernel. */
    static Stream<SensorType> modelled() {
        return Stream.concat(i2cSensors(), Stream.of(Dht.TYPE, Ds18b20.TYPE, Hwmon.TYPE, Iio.TYPE));
    }

    static Stream<ActuatorType> actuators() {
        return Drivers.actuators();
    }

    static Stream<ActuatorType> i2cActuators() {
        return Drivers.actuators()
                .filter(type ->
                        type.options().stream().anyMatch(option -> option.name().equals("address")));
    }

    static Stream<DriverType> drivers() {
        return Drivers.ALL.stream();
    }

    /** The options each driver needs; a pin is 17. */
    static Map<String, Object> needed(DriverType type) {
        var given = new HashMap<>(NEEDED.getOrDefault(type.name(), Map.of()));
        for (var option : type.options())
            if (option.orElse().isEmpty()) given(option).forEach(given::putIfAbsent);
        return given;
    }

    private static Map<String, Object> given(Option option) {
        return switch (option.kind()) {
            case Option.Kind.Pin _, Option.Kind.AnyPin _ -> Map.of(option.name(), 17L);
            case Option.Kind.PwmPin _ -> Map.of(option.name(), 18L);
            case Option.Kind.Channel channel ->
                Map.of(option.name(), channel.values().getFirst());
            default -> Map.of();
        };
    }

    static Value safe(ActuatorType type) {
        return type.repertoire().apply(section(type)).safe();
    }

    static Section section(DriverType type) {
        return Bench.section(type, needed(type));
    }

    private static String noAnswer(Section section) {
        return "no acknowledgement from 0x%02x on %s".formatted(section.whole("address"), section.bus("bus"));
    }

    private static void injure(Bench bench, Section section, Fault fault) {
        bench.board.inject(section.bus("bus"), section.whole("address"), fault);
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void readsWhatItSaysItReads(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            var reading = bench.read(sensor);
            var promised = type.quantities().apply(section(type)).stream()
                    .map(Quantity::name)
                    .toList();
            assertTrue(promised.containsAll(reading.values().keySet()), reading + " of " + promised);
            assertFalse(reading.values().isEmpty());
            assertEquals(0, reading.clipped());
        }
    }

    @ParameterizedTest
    @MethodSource("i2cSensors")
    void aChipThatDoesNotAnswerIsAFaultWithItsPlace(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            injure(bench, section(type), new Fault.NoAnswer());
            assertFault(noAnswer(section(type)), sensor::start);
        }
    }

    @ParameterizedTest
    @MethodSource("i2cSensors")
    void aChipThatFallsSilentDuringTheConversionIsAFault(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            bench.convert(sensor);
            injure(bench, section(type), new Fault.NoAnswer());
            assertFault(noAnswer(section(type)), sensor::read);
        }
    }

    @ParameterizedTest
    @MethodSource("i2cSensors")
    void aShortReadIsAFaultAndNeverAValue(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            bench.convert(sensor);
            injure(bench, section(type), new Fault.ShortRead(0));
            var fault = assertThrows(DeviceFault.class, sensor::read);
            assertTrue(fault.getMessage().startsWith("short read from 0x"), fault.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("i2cSensors")
    void unpluggedAndBackItIsSetUpAnewAndReads(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            var before = bench.read(sensor);
            injure(bench, section(type), new Fault.Unplugged());
            assertThrows(DeviceFault.class, () -> bench.read(sensor));
            bench.board.heal(section(type).bus("bus"), section(type).whole("address"));
            bench.pass(Duration.ofSeconds(1));
            assertEquals(before.values().keySet(), bench.read(sensor).values().keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("i2cSensors")
    void aBrownOutDuringTheConversionIsNeverAValueOfTheReset(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            var before = bench.read(sensor);
            var conversion = bench.convert(sensor);
            injure(bench, section(type), new Fault.Unplugged());
            bench.board.heal(section(type).bus("bus"), section(type).whole("address"));
            if (conversion.isZero()) return;
            assertThrows(DeviceFault.class, sensor::read);
            bench.pass(Duration.ofSeconds(1));
            assertEquals(before.values().keySet(), bench.read(sensor).values().keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("modelled")
    void theValuesFollowTheModelSlowly(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            var first = bench.read(sensor);
            bench.pass(Duration.ofSeconds(100));
            assertFalse(first.values().equals(bench.read(sensor).values()));
        }
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void aConversionTakesASaneTime(SensorType type) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, needed(type))) {
            var conversion = bench.convert(sensor);
            assertFalse(conversion.isNegative());
            assertTrue(conversion.compareTo(Duration.ofSeconds(15)) < 0, conversion.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void closingTwiceIsClosingOnceAndThePlaceIsFreeAgain(SensorType type) throws DeviceFault {
        try (var bench = new Bench()) {
            Sensor sensor = bench.open(type, needed(type));
            sensor.close();
            sensor.close();
            try (var again = bench.open(type, needed(type))) {
                assertFalse(bench.read(again).values().isEmpty());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void closingAfterTheBoardIsHarmless(SensorType type) throws DeviceFault {
        var bench = new Bench();
        var sensor = bench.open(type, needed(type));
        bench.close();
        sensor.close();
    }

    @ParameterizedTest
    @MethodSource("actuators")
    void closingAnActuatorTwiceIsClosingOnceAndThePlaceIsFreeAgain(ActuatorType type) throws DeviceFault {
        try (var bench = new Bench()) {
            var actuator = bench.open(type, needed(type), safe(type));
            actuator.close();
            actuator.close();
            try (var again = bench.open(type, needed(type), safe(type))) {
                assertEquals(safe(type), again.value());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("i2cActuators")
    void anActuatorThatDoesNotAnswerIsAFaultWithItsPlaceAndItsPlaceIsFreeAgain(ActuatorType type) throws DeviceFault {
        try (var bench = new Bench()) {
            injure(bench, section(type), new Fault.NoAnswer());
            assertFault(noAnswer(section(type)), () -> bench.open(type, needed(type), safe(type)));
            bench.board.heal(section(type).bus("bus"), section(type).whole("address"));
            try (var actuator = bench.open(type, needed(type), safe(type))) {
                injure(bench, section(type), new Fault.NoAnswer());
                assertFault(noAnswer(section(type)), () -> actuator.set(safe(type)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("i2cActuators")
    void anActuatorThatLostItsSupplyHasItsValueAgain(ActuatorType type) throws DeviceFault {
        try (var bench = new Bench();
                var actuator = (Tended) bench.open(type, needed(type), safe(type))) {
            assertEquals(Optional.empty(), actuator.tend());
            injure(bench, section(type), new Fault.Unplugged());
            bench.board.heal(section(type).bus("bus"), section(type).whole("address"));
            assertTrue(actuator.tend().isPresent());
            assertEquals(Optional.empty(), actuator.tend());
        }
    }

    @ParameterizedTest
    @MethodSource("actuators")
    void itsSafeValueIsOneOfItsOwnAndShownAsItIsAsked(ActuatorType type) {
        var repertoire = type.repertoire().apply(section(type));
        assertEquals(
                Optional.of(new Action.Set(repertoire.safe())),
                repertoire.actions().apply(repertoire.safe().toString()));
        assertFalse(repertoire.accepts().isBlank());
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void theExampleNamesItsTypeAndOnlyOptionsThatExist(DriverType type) {
        var agents = List.of("id", "type", "every", "retain", "values", "initial", "safe", "max_on", "on_link_loss");
        var keys = Pattern.compile("(\\w+):")
                .matcher(type.example().replaceFirst("values: .*", "values:"))
                .results()
                .map(match -> match.group(1))
                .toList();
        var options = type.options().stream().map(Option::name).toList();
        assertTrue(type.example().contains("type: " + type.name()), type.example());
        for (var key : keys) assertTrue(agents.contains(key) || options.contains(key), key);
        for (var option : type.options())
            assertTrue(option.orElse().isPresent() || keys.contains(option.name()), option.name());
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void itsNamesAreWellFormed(DriverType type) {
        assertTrue(type.name().matches("[a-z][a-z0-9-]*"), type.name());
        assertFalse(type.title().isBlank());
        for (var option : type.options()) assertTrue(option.name().matches("[a-z][a-z0-9_]{0,31}"), option.name());
        if (type instanceof SensorType sensor)
            for (var quantity : sensor.quantities().apply(section(type)))
                assertTrue(quantity.name().matches("[a-z][a-z0-9_]{0,31}"), quantity.name());
    }
}
