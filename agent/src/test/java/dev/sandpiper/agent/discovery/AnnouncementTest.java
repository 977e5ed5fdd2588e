package dev.sandpiper.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration becomes in Home Assistant; its templates are judged in HomeAssistantTest. */
class AnnouncementTest {
    @TempDir
    Path folder;

    private JsonObject message(String rest) {
        return Configurations.message(Configurations.of(folder, rest));
    }

    private JsonObject entities(String rest) {
        return message(rest).getAsJsonObject("cmps");
    }

    private JsonObject entity(String key, String rest) {
        var entities = entities(rest);
        assertTrue(entities.has(key), entities.keySet().toString());
        return entities.getAsJsonObject(key);
    }

    @Test
    void theDeviceHasItsNameItsModelAndItsVersionAndIsThereWhileItsStatusSaysSo() {
        var message = message("sensors: [ { id: air, type: bme280 } ]");
        assertEquals(
                "{\"ids\":[\"hut\"],\"name\":\"The hut\",\"mf\":\"Raspberry Pi\",\"mdl\":\"Raspberry Pi 4 Model B Rev 1.4\",\"sw\":\"1.0.0\"}",
                message.getAsJsonObject("dev").toString());
        assertEquals(
                "{\"name\":\"sandpiper\",\"sw\":\"1.0.0\"}",
                message.getAsJsonObject("o").toString());
        assertEquals("sandpiper/hut/status", message.get("avty_t").getAsString());
    }

    @Test
    void aValueHasTheKeyTheIdTheNameTheClassAndTheTopicOfWhatItIs() {
        assertEquals(
                "{\"p\":\"sensor\",\"uniq_id\":\"hut_cold-store_temperature\",\"name\":\"Cold store temperature\",\"stat_t\":\"sandpiper/hut/telemetry/cold-store\","
                        + "\"val_tpl\":\"{{ none if value_json.error is defined else value_json['temperature']|default('') }}\","
                        + "\"dev_cla\":\"temperature\",\"unit_of_meas\":\"°C\",\"stat_cla\":\"measurement\",\"sug_dsp_prc\":2,\"exp_aft\":25}",
                entity("cold-store_temperature", "sensors: [ { id: cold-store, type: bme280 } ]")
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            every: 10s                                             | 25
            every: 10ms                                            | 6
            every: 1d                                              | 181440
            every: 10s, values: { temperature: { deadband: 0.1 } } | 0
            every: 10s, values: { temperature: { deadband: 0.1, heartbeat: 5m } } | 651
            every: 10s, values: { temperature: { heartbeat: 5m } } | 25
            """)
    void itExpiresWhenALittleMoreThanTwoReadingsAreMissing(String options, long seconds) {
        var entity = entity("t_temperature", "sensors: [ { id: t, type: lm75, %s } ]".formatted(options));
        assertEquals(seconds, entity.has("exp_aft") ? entity.get("exp_aft").getAsLong() : 0);
    }

    @Test
    void figuresOfAWindowAreThereInPlaceOfTheValueAndExpireByTheWindow() {
        var entities = entities("""
                sensors:
                  - id: air
                    type: bme280
                    derive: [dew_point]
                    values: { temperature: { aggregate: [mean, stddev], window: 5m } }
                """);
        var mean = entities.getAsJsonObject("air_temperature_mean");
        assertEquals("temperature", mean.get("dev_cla").getAsString());
        assertEquals(630, mean.get("exp_aft").getAsLong());
        assertFalse(entities.getAsJsonObject("air_temperature_stddev").has("dev_cla"));
        assertFalse(entities.has("air_temperature"));
        assertEquals(25, entities.getAsJsonObject("air_humidity").get("exp_aft").getAsLong());
        assertEquals(
                "temperature",
                entities.getAsJsonObject("air_dew_point").get("dev_cla").getAsString());
    }

    @Test
    void aSensorOfWhichOneValueIsAlwaysToldExpiresByThat() {
        var entity = entity(
                "air_humidity",
                "sensors: [ { id: air, type: bme280, values: { humidity: { deadband: 1, heartbeat: 1h } } } ]");
        assertEquals(25, entity.get("exp_aft").getAsLong());
    }

    @Test
    void whatIsToldOnlyWhenItChangesNeverExpires() {
        assertFalse(entity("door_state", "sensors: [ { id: door, type: gpio-input, pin: 17 } ]")
                .has("exp_aft"));
        assertEquals(
                126,
                entity("door_state", "sensors: [ { id: door, type: gpio-input, pin: 17, every: 1m } ]")
                        .get("exp_aft")
                        .getAsLong());
    }

    @Test
    void ofAButtonThereIsAnEventAndNoState() {
        var entities = entities("sensors: [ { id: bell, type: button, pin: 17 } ]");
        assertEquals(
                "[\"press\",\"long\",\"double\"]",
                entities.getAsJsonObject("bell_event").get("evt_typ").toString());
        assertFalse(entities.has("bell_state"));
    }

    @Test
    void countersOnlyGrow() {
        var entity = entity("gas_count", "sensors: [ { id: gas, type: gpio-counter, pin: 17 } ]");
        assertEquals("total_increasing", entity.get("stat_cla").getAsString());
    }

    @Test
    void energyThatIsAddedUpFromPowerMayGoDown() {
        var entities = entities("""
                sensors:
                  - { id: battery, type: ina226, derive: energy, values: { power: { window: 1m } } }
                  - { id: meter, type: gpio-counter, pin: 17, measures: energy, per: 1000 }
                """);
        assertEquals(
                "total",
                entities.getAsJsonObject("battery_energy").get("stat_cla").getAsString());
        assertEquals(
                "total_increasing",
                entities.getAsJsonObject("meter_energy").get("stat_cla").getAsString());
    }

    /** What is gathered is read where it is sent; contacts, and what the broker keeps, leave at once all the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            air_temperature  | history/air    | 630
            door_state       | telemetry/door | 126
            gate_state       | telemetry/gate | 0
            box_load         | telemetry/box  | 25
            slow_temperature | history/slow   | 7560
            """)
    void gatheredReadingsAreReadWhereTheyAreSent(String key, String topic, long seconds) {
        var entity = entity(key, """
                broker: { url: "mqtt://127.0.0.1", send_every: 5m }
                sensors:
                  - { id: air, type: bme280 }
                  - { id: door, type: gpio-input, pin: 17, every: 1m }
                  - { id: gate, type: gpio-input, pin: 27, every: 1m, retain: false }
                  - { id: box, type: system, retain: true }
                  - { id: slow, type: lm75, every: 1h }
                """);
        assertEquals("sandpiper/hut/" + topic, entity.get("stat_t").getAsString());
        assertEquals(seconds, entity.has("exp_aft") ? entity.get("exp_aft").getAsLong() : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "front-door, state, Front door",
        "cold-store, temperature, Cold store temperature",
        "wind, wind_speed, Wind speed",
        "roof-rain, rain, Roof rain",
        "the-hut, temperature, Temperature",
        "the-hutch, temperature, The hutch temperature",
    })
    void noWordIsSaidTwice(String id, String value, String name) {
        assertEquals(
                name,
                entity(id + "_" + value, "sensors: [ { id: %s, type: %s } ]".formatted(id, type(value)))
                        .get("name")
                        .getAsString());
    }

    private static String type(String value) {
        return switch (value) {
            case "state" -> "gpio-input, pin: 17";
            case "wind_speed" -> "gpio-counter, pin: 17, measures: wind_speed, per: 1";
            case "rain" -> "gpio-counter, pin: 17, measures: rain, per: 1";
            default -> "lm75";
        };
    }

    /** Home Assistant calls it like the device then. */
    @Test
    void whatIsCalledLikeTheDeviceHasNoNameOfItsOwn() {
        var entity = entity("the_hut_switch", "actuators: [ { id: the_hut, type: gpio-output, pin: 22 } ]");
        assertTrue(entity.get("name").isJsonNull());
    }

    @Test
    void aMessageThatIsTooLargeIsSaid() {
        var missing = Missing.in(Configurations.of(folder, """
                broker: { url: "mqtt://127.0.0.1", max_packet: 2KiB }
                home_assistant: { discovery: true }
                sensors: [ { id: air, type: bme280 } ]
                """));
        assertTrue(missing.getFirst().contains("broker.max_packet allows 2048; allow more"), missing.toString());
    }

    @Test
    void whatDoesNotAppearIsSaidWithTheReason() {
        assertEquals(
                List.of(
                        "soil does not appear in Home Assistant: nobody knows its values; name them, values: { temperature: {} }"),
                Missing.in(Configurations.of(folder, """
                        home_assistant: { discovery: true }
                        sensors:
                          - { id: soil, type: exec, command: [x] }
                          - { id: well, type: exec, command: [x], values: { level: {} } }
                        """)));
    }

    @Test
    void whatCanBeOnAndOffIsASwitchWhatHasDegreesBetweenALightAndTheRestANumber() {
        var entities = entities("""
                actuators:
                  - { id: pump, type: gpio-output, pin: 22 }
                  - { id: lamp, type: pwm-output, pin: 18 }
                  - { id: led, type: pca9685, channel: 0 }
                  - { id: flap, type: servo, pin: 13, range: [90, -90] }
                  - { id: valve, type: mcp4725, range: [1, 2] }
                """);
        assertEquals("switch", entities.getAsJsonObject("pump_switch").get("p").getAsString());
        assertTrue(
                entities.has("lamp_light") && entities.has("led_light"),
                entities.keySet().toString());
        var flap = entities.getAsJsonObject("flap_number");
        assertEquals("-90 90 0.1 °", span(flap) + " " + flap.get("unit_of_meas").getAsString());
        assertEquals("0 2 0.001", span(entities.getAsJsonObject("valve_number")), "safe is 0");
    }

    private static String span(JsonObject number) {
        return number.get("min") + " " + number.get("max") + " " + number.get("step");
    }

    @Test
    void whatIsNoLightCanBeANumber() {
        var entities = entities("""
                home_assistant: { numbers: [fan] }
                actuators: [ { id: fan, type: pwm-output, pin: 18 }, { id: lamp, type: pwm-output, pin: 19 } ]
                """);
        assertTrue(entities.has("lamp_light"));
        assertFalse(entities.has("fan_light"));
        assertEquals("0 1 0.001", span(entities.getAsJsonObject("fan_number")));
    }

    @ParameterizedTest
    @CsvSource({"execute, 30", "refuse, 5", "10s, 10", "1s, 5", "5m, 30"})
    void aCommandEndsNoLaterThanLateCommandsAllows(String late, int seconds) {
        var entity = entity(
                "pump_switch",
                "actuators: [ { id: pump, type: gpio-output, pin: 22, late_commands: %s } ]".formatted(late));
        var template = entity.get("cmd_tpl").getAsString();
        assertTrue(template.contains("timedelta(seconds=%d)".formatted(seconds)), template);
    }

    @Test
    void theSameKeyTwiceIsToldApart() {
        var entities = entities("""
                sensors:
                  - { id: a, type: exec, command: [x], values: { b_c: {} } }
                  - { id: a_b, type: exec, command: [x], values: { c: {} } }
                """);
        assertEquals("A b c", entities.getAsJsonObject("a_b_c").get("name").getAsString());
        assertEquals(
                "hut_a_b_c_2",
                entities.getAsJsonObject("a_b_c_2").get("uniq_id").getAsString());
    }

    @Test
    void thereAreButtonsForTheCommandsThatAreAllowedAndNeedNoMoreToBeSaid() {
        var entities = entities("sensors: [ { id: air, type: bme280 } ]\nagent_commands: [read, health]");
        assertTrue(entities.has("agent_health"));
        assertFalse(
                entities.has("agent_ping") || entities.has("agent_read"),
                entities.keySet().toString());
    }

    @Test
    void theDaysOfACertificateAreToldWhereThereIsOne() throws Exception {
        assertFalse(entities("sensors: [ { id: air, type: bme280 } ]").has("agent_certificate"));
        assertTrue(entities("""
                broker: { url: mqtts://broker.example.com }
                sensors: [ { id: air, type: bme280 } ]
                """).has("agent_certificate"));
    }

    @Test
    void itIsTheSameEachTime() {
        var rest = "sensors: [ { id: air, type: bme280 } ]\nactuators: [ { id: pump, type: gpio-output, pin: 22 } ]";
        assertEquals(message(rest), message(rest));
    }
}
