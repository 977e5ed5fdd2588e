package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorSectionTest {
    @TempDir
    Path folder;

    private SensorConfig sensor(String keys) throws ConfigErrors {
        return Configurations.in(folder)
                .read("sensors: [ { " + keys + " } ]\n" + Configurations.WITH_BROKER)
                .sensors()
                .getFirst();
    }

    private void refuse(String keys, String error) {
        Configurations.in(folder)
                .refuse("sensors: [ { " + keys + " } ]\n" + Configurations.WITH_BROKER, "agent.yaml:1:" + error);
    }

    private void refuseTwo(String second, String error) {
        Configurations.in(folder)
                .refuse(
                        "sensors:\n- { id: air, type: bme280 }\n- { id: door, type: gpio-input, pin: 17 }\n- { "
                                + second + " }\n" + Configurations.WITH_BROKER,
                        "agent.yaml:4:" + error);
    }

    @Test
    void aChipIsReadEveryTenSecondsAtItsUsualAddress() throws ConfigErrors {
        var air = sensor("id: air, type: bme280");
        assertEquals("air", air.id());
        assertEquals("bme280", air.type().name());
        assertEquals(new Section(Map.of("bus", new Bus.Own(1), "address", 0x76L)), air.options());
        assertEquals(Optional.of(Duration.ofSeconds(10)), air.every());
        assertFalse(air.retain());
        assertEquals(Map.of(), air.values());
    }

    @Test
    void aPinSpeaksUpByItselfAndIsRetained() throws ConfigErrors {
        var door = sensor("id: door, type: gpio-input, pin: 17, pull: up, active: low");
        assertEquals(
                new Section(Map.of("pin", 17L, "pull", "up", "active", "low", "debounce", Duration.ofMillis(20))),
                door.options());
        assertEquals(Optional.empty(), door.every());
        assertTrue(door.retain());
    }

    @Test
    void whatTheFileSaysComesBeforeTheDefault() throws ConfigErrors {
        var door = sensor("id: door, type: gpio-input, pin: 0, debounce: 0, every: 1h, retain: false");
        assertEquals(Duration.ZERO, door.options().span("debounce"));
        assertEquals(Optional.of(Duration.ofHours(1)), door.every());
        assertFalse(door.retain());
    }

    @Test
    void everyKindOfOptionKeepsItsType() throws ConfigErrors {
        var probe = sensor("id: p, type: probe, gain: 2, invert: true, samples: 0x10, device: 28-0000075565ad");
        assertEquals(
                new Section(Map.of("gain", 2.0, "invert", true, "samples", 16L, "device", "28-0000075565ad")),
                probe.options());
    }

    @Test
    void everyKindOfOptionIsChecked() {
        var probe = "id: p, type: probe, device: 28-0000075565ad, ";
        refuse(probe + "gain: 5", "65: sensors[0].gain: found 5, expected a number from 0.5 to 4; correct it");
        refuse(probe + "gain: .nan", "65: sensors[0].gain: found .nan, expected a number from 0.5 to 4; correct it");
        refuse(
                probe + "invert: on",
                "67: sensors[0].invert: found 'on', expected true or false; write one of them without quotes");
        refuse(probe + "samples: 65", "68: sensors[0].samples: found 65, expected a whole number 1 to 64; correct it");
        refuse(
                "id: p, type: probe, device: ds18b20",
                "42: sensors[0].device: found 'ds18b20', expected text like '28-0000075565ad'; correct it");
        refuse("id: p, type: probe", "12: sensors[0].device: missing, expected text like '28-0000075565ad'; add it");
    }

    @Test
    void idAndTypeAreRequired() {
        refuse(
                "type: bme280",
                "12: sensors[0].id: missing, expected up to 64 of a-z, 0-9, '_' and '-', beginning with a letter; add it");
        refuse("id: air, address: 0x76", "12: sensors[0].type: missing, expected a type like bme280; add it");
    }

    @Test
    void anUnknownTypeIsRefusedOnce() {
        refuse(
                "id: air, type: bme208, address: 0x76",
                "29: sensors[0].type: unknown sensor type 'bme208'; did you mean 'bme280'?");
        refuse(
                "id: air, type: thermometer, address: 0x76",
                "29: sensors[0].type: unknown sensor type 'thermometer'; known are bme280, bmp280, lm75, adc, gpio-input, probe");
        refuse(
                "id: air, type: sht3x",
                "29: sensors[0].type: 'sht3x' comes with a later version; known are bme280, bmp280, lm75, adc, gpio-input, probe");
        refuse(
                "id: air, type: gpio-output, pin: 3",
                "29: sensors[0].type: 'gpio-output' is an actuator; move it to actuators");
        refuse(
                "id: air, type: 280",
                "29: sensors[0].type: found 280, expected a type like bme280; write \"280\" in quotes");
    }

    @Test
    void anUnknownKeyIsRefusedWithWhatWasMeant() {
        refuse("id: air, type: bme280, adress: 0x76", "37: sensors[0].adress: unknown key; did you mean 'address'?");
        refuse("id: air, type: bme280, pin: 4", "37: sensors[0].pin: unknown key; it is for gpio-input, gpio-output");
        refuse("id: air, type: bme280, max_on: 4m", "37: sensors[0].max_on: unknown key; it belongs in actuators[…]");
        refuse(
                "id: air, type: bme280, colour: red",
                "37: sensors[0].colour: unknown key; expected id, type, every, retain, align, derive, sea_level, values, bus, address");
    }

    @Test
    void anAddressTheChipCannotHaveIsRefused() {
        refuse(
                "id: air, type: bme280, address: 0x50",
                "46: sensors[0].address: found 0x50, expected 0x76 or 0x77; correct it");
        refuse(
                "id: air, type: bme280, address: 76",
                "46: sensors[0].address: found 76, expected 0x76 or 0x77; write 0x76 for a number in hex");
        refuse(
                "id: air, type: bme280, address: \"0x76\"",
                "46: sensors[0].address: found '0x76', expected 0x76 or 0x77; write 0x76 without quotes");
        refuse(
                "id: air, type: lm75, address: 0x76",
                "44: sensors[0].address: found 0x76, expected 0x48 to 0x4f; correct it");
    }

    @Test
    void aPinTheHeaderDoesNotHaveIsRefused() {
        var door = "id: door, type: gpio-input, ";
        refuse(
                door + "pin: 28",
                "47: sensors[0].pin: found 28, expected a BCM pin number 0 to 27, or an expander's pin like expander1/7; correct it");
        refuse(
                door + "pin: -1",
                "47: sensors[0].pin: found -1, expected a BCM pin number 0 to 27, or an expander's pin like expander1/7; correct it");
        refuse(
                door + "pin: GPIO17",
                "47: sensors[0].pin: found 'GPIO17', expected a BCM pin number 0 to 27, or an expander's pin like expander1/7; correct it");
        refuse(
                door + "pin: expander1/7",
                "47: sensors[0].pin: no expander 'expander1'; add one to actuators: { id: expander1, type: mcp23017, bus: 1, address: 0x20 }");
        refuse(
                "id: door, type: gpio-input",
                "12: sensors[0].pin: missing, expected a BCM pin number 0 to 27, or an expander's pin like expander1/7; add it");
    }

    @Test
    void aBusIsANumberOrAChannel() {
        refuse(
                "id: air, type: bme280, bus: 256",
                "42: sensors[0].bus: found 256, expected an I2C bus number 0 to 255, or a multiplexer's channel like mux1/3; correct it");
    }

    @Test
    void valuesAreThoseTheSensorHas() throws ConfigErrors {
        var air = sensor(
                "id: air, type: bme280, values: { temperature: { offset: -0.4, deadband: 0.1, heartbeat: 5m }, humidity: {} }");
        assertEquals(
                Map.of(
                        "temperature",
                        new ValueConfig(-0.4, OptionalDouble.of(0.1), Optional.of(Duration.ofMinutes(5))),
                        "humidity",
                        new ValueConfig(0, OptionalDouble.empty(), Optional.empty())),
                air.values());
        refuse(
                "id: air, type: bme280, values: { temprature: { offset: 1 } }",
                "47: sensors[0].values.temprature: bme280 has no such value; did you mean 'temperature'?");
        refuse(
                "id: air, type: bme280, values: { co2: {} }",
                "47: sensors[0].values.co2: bme280 has no such value; it has humidity, temperature");
        refuse(
                "id: air, type: bme280, values: { humidity: { deadband: -1 } }",
                "69: sensors[0].values.humidity.deadband: found -1, expected a number from 0; correct it");
        refuse(
                "id: air, type: bme280, values: { humidity: 3 }",
                "57: sensors[0].values.humidity: found 3, expected keys with values: points, polynomial, scale, offset, limits, max_change, median, average, exponential, deadband, heartbeat, window, aggregate; correct it");
    }

    @Test
    void aStateHasNoOffset() throws ConfigErrors {
        var door = "id: door, type: gpio-input, pin: 17, values: { state: ";
        assertEquals(
                Optional.of(Duration.ofMinutes(1)),
                sensor(door + "{ heartbeat: 1m } }").values().get("state").heartbeat());
        refuse(door + "{ offset: 1 } }", "78: sensors[0].values.state.offset: state is no number; leave it out");
    }

    @Test
    void anIdBelongsToOneEntry() {
        refuseTwo("id: air, type: lm75", "9: sensors[2].id: sensors[0] already has the id 'air'; give each its own");
        refuse(
                "id: agent, type: lm75",
                "18: sensors[0].id: 'agent' is reserved for the agent's own commands; take another id");
    }

    @Test
    void anAddressBelongsToOneEntry() {
        refuseTwo(
                "id: more, type: bmp280",
                "3: sensors[2].address: i2c-1 0x76 is already taken by sensors[0] (air); give sensors[2] (more) another");
        refuseTwo(
                "id: more, type: bmp280, address: 0x76",
                "38: sensors[2].address: i2c-1 0x76 is already taken by sensors[0] (air); give sensors[2] (more) another");
    }

    @Test
    void theSameAddressOnAnotherBusIsAnotherPlace() throws ConfigErrors {
        var config = Configurations.in(folder)
                .read("sensors: [ { id: a, type: bme280 }, { id: b, type: bme280, bus: 3 } ]\n"
                        + Configurations.WITH_BROKER);
        assertEquals(new Bus.Own(3), config.sensors().getLast().options().bus("bus"));
    }

    @Test
    void aPinBelongsToOneEntry() {
        refuseTwo(
                "id: more, type: gpio-input, pin: 17",
                "38: sensors[2].pin: pin 17 is already taken by sensors[1] (door); give sensors[2] (more) another");
    }

    @Test
    void thePinsOfABusInUseAreTakenUnlessTheBoardIsSimulated() throws ConfigErrors {
        refuseTwo(
                "id: more, type: gpio-input, pin: 2",
                "38: sensors[2].pin: pin 2 is already taken by i2c-1 of sensors[0] (air); give sensors[2] (more) another");
        var simulated = Configurations.in(folder)
                .read(
                        "board: { type: simulated }\nsensors: [ { id: a, type: bme280 }, { id: b, type: gpio-input, pin: 2 } ]\n"
                                + Configurations.WITH_BROKER);
        assertEquals(2, simulated.sensors().size());
    }

    @Test
    void thereIsAtLeastOneSensorOrActuator() {
        var none = "sensors: none, expected at least one sensor or actuator; add one";
        Configurations.in(folder).refuse(Configurations.WITH_BROKER, "agent.yaml:1:1: " + none);
        Configurations.in(folder)
                .refuse(Configurations.WITH_BROKER + "sensors: []\nactuators: []\n", "agent.yaml:2:10: " + none);
    }

    @Test
    void anEntryIsAListsElement() {
        Configurations.in(folder)
                .refuse(
                        Configurations.WITH_BROKER + "sensors: { id: air, type: bme280 }\n",
                        "agent.yaml:2:10: sensors: found keys with values, expected a list, each a sensor with id and type; correct it");
        assertEquals(
                List.of("agent.yaml:3:3: sensors[0]: found 'air', expected a sensor with id and type; correct it"),
                Configurations.in(folder)
                        .errors(Configurations.WITH_BROKER + "sensors:\n- air\n- { id: air, type: bme280 }\n"));
    }
}
