package dev.sandpiper.agent.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records as SenML, read by {@link SenmlResolver}. */
class SenmlTest {
    /** Of those in RFC 8428 section 12.1 and RFC 8798 section 2 the ones that are used here. */
    private static final Set<String> REGISTERED =
            Set.of("m kg s A Hz Pa W J V Ohm T Cel lx l/s m/s m/s2 dBW count / %RH 1/s kg/m3".split(" "));

    private static final String AIR =
            "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1483920511,\"seq\":4321,\"temperature\":21.46,\"pressure\":1013.2";
    private static final String DOOR =
            "{\"ts\":\"2026-11-23T06:15:05.002Z\",\"run\":1483920511,\"seq\":4322,\"state\":true,\"event\":\"opened\"";
    private static final BigDecimal NOW = new BigDecimal("1800000000");

    private final Payloads payloads = new Payloads("greenhouse-1", Format.SENML);

    private static String record(String open) {
        return Format.SENML.marked(open) + "}";
    }

    private static List<String> resolved(String pack) {
        assertEquals(List.of(), SenmlResolver.unregistered(pack));
        return new SenmlResolver(NOW)
                .resolve(pack).stream().map(Object::toString).toList();
    }

    private List<String> air(String members) {
        var record = record("{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1,\"seq\":2," + members);
        return resolved(payloads.late("air", record)).stream()
                .skip(2)
                .map(line -> line.substring("1795414504.12 greenhouse-1/air/".length()))
                .toList();
    }

    @Test
    void aReadingIsAPackOfItsMembersAtItsTime() {
        assertEquals(
                List.of(
                        "1795414504.12 greenhouse-1/air/run 1483920511",
                        "1795414504.12 greenhouse-1/air/seq 4321",
                        "1795414504.12 greenhouse-1/air/temperature 21.46 Cel",
                        "1795414504.12 greenhouse-1/air/pressure 101320 Pa"),
                resolved(payloads.late("air", record(AIR))));
    }

    @Test
    void aReadingIsOneMessageOnItsOwnTopic() {
        assertEquals(
                List.of(new Part(Part.WHOLE, payloads.late("air", record(AIR)))), payloads.reading("air", record(AIR)));
    }

    @Test
    void togetherTheyMeanWhatEachMeansAlone() {
        var later = record(AIR.replace("06:15", "06:25").replace("4321", "4400"));
        var lost = record(
                "{\"ts\":\"1970-01-01T00:00:09.000Z\",\"run\":7,\"seq\":1,\"clock\":\"unsynchronised\",\"state\":true");
        var records = List.of(record(AIR), lost, later, record(DOOR));
        assertEquals(
                records.stream()
                        .flatMap(record -> resolved(payloads.late("air", record)).stream())
                        .toList(),
                resolved(payloads.late("air", records)));
    }

    @Test
    void togetherEachIsByteForByteWhatItIsAlone() {
        var pack = payloads.late("air", List.of(record(AIR), record(DOOR)));
        for (var record : List.of(record(AIR), record(DOOR))) {
            var alone = payloads.late("air", record);
            assertTrue(pack.contains(alone.substring(1, alone.length() - 1)), pack);
        }
    }

    @Test
    void anErrorAndAStateAreTextsAndFlags() {
        assertEquals(List.of("error \"no \\\"acknowledgement\\\"\""), air("\"error\":\"no \\\"acknowledgement\\\"\""));
        assertEquals(
                List.of("value true", "cause \"command\"", "command \"7f3a\""),
                air("\"value\":true,\"cause\":\"command\",\"command\":\"7f3a\""));
    }

    @Test
    void withoutARightClockTheTimeIsUnknownAndWhatTheClockShowedIsTold() {
        var record = record(
                "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":7,\"seq\":1,\"clock\":\"unsynchronised\",\"temperature\":21.0");
        assertEquals(
                List.of(
                        "1800000000 greenhouse-1/air/ts \"2026-11-23T06:15:04.120Z\"",
                        "1800000000 greenhouse-1/air/run 7",
                        "1800000000 greenhouse-1/air/seq 1",
                        "1800000000 greenhouse-1/air/clock \"unsynchronised\"",
                        "1800000000 greenhouse-1/air/temperature 21.0 Cel"),
                resolved(payloads.late("air", record)));
    }

    @Test
    void aTrustedClockBefore1978WouldBeTakenForTheFuture() {
        var record = record("{\"ts\":\"1970-01-01T00:00:09.000Z\",\"run\":7,\"seq\":1,\"temperature\":21.0");
        assertTrue(payloads.late("air", record).contains("\"bt\":0,\"n\":\"ts\",\"vs\":\"1970-01-01T00:00:09.000Z\""));
    }

    /** Factors of RFC 8798 table 2; 12.5 L/min are 0.208333… l/s. */
    @Test
    void numbersAreInTheUnitsOfTheRegistry() {
        Map.ofEntries(
                        Map.entry("\"humidity\":48.1", "humidity 48.1 %RH"),
                        Map.entry("\"energy\":1.234", "energy 4442.4 J"),
                        Map.entry("\"co2\":415", "co2 0.000415 /"),
                        Map.entry("\"level\":81.5", "level 0.815 /"),
                        Map.entry("\"rain\":0.2", "rain 0.0002 m"),
                        Map.entry("\"pm2_5\":12.3", "pm2_5 0.0000000123 kg/m3"),
                        Map.entry("\"magnetic_x\":-48.75", "magnetic_x -0.00004875 T"),
                        Map.entry("\"absolute_humidity\":9.21", "absolute_humidity 0.00921 kg/m3"),
                        Map.entry("\"flow\":12.5", "flow 0.2083 l/s"),
                        Map.entry("\"signal\":-61", "signal -91 dBW"),
                        Map.entry("\"signal_stddev\":1.5", "signal_stddev 1.5"),
                        Map.entry("\"pressure_stddev\":0.25", "pressure_stddev 25 Pa"),
                        Map.entry("\"pressure_mean\":1000.0", "pressure_mean 100000 Pa"),
                        Map.entry("\"temperature_count\":30", "temperature_count 30 count"),
                        Map.entry("\"ghost_count\":30", "ghost_count 30"),
                        Map.entry("\"voc_index\":101", "voc_index 101"),
                        Map.entry("\"angular_velocity_x\":1.5", "angular_velocity_x 1.5"))
                .forEach((member, expected) -> assertEquals(List.of(expected), air(member)));
    }

    @Test
    void everyUnitIsRegistered() {
        var names = Stream.of(
                        "temperature dew_point heat_index humidity absolute_humidity pressure illuminance voltage",
                        "shunt_voltage current power energy co2 distance altitude frequency count rate level memory_used",
                        "disk_used weight flow rain wind_speed pm1 pm2_5 pm10 acceleration_x acceleration_y",
                        "acceleration_z magnetic_x magnetic_y magnetic_z resistance uptime signal")
                .flatMap(line -> Stream.of(line.split(" ")))
                .toList();
        for (var name : names)
            assertTrue(REGISTERED.contains(SenmlUnit.of(name).orElseThrow().symbol()), name);
    }
}
