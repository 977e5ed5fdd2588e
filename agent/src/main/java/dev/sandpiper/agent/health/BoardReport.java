package dev.sandpiper.agent.health;

import dev.sandpiper.agent.health.Concern.Problem;
import dev.sandpiper.agent.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the device is: {@code board} in the health message. What a machine does not tell is {@code null}.
 *
 * @param celsius the processor's
 * @param supply undervoltage and throttled, each true for a while after it was seen last
 * @param problems what is wrong, for people
 */
record BoardReport(
        Optional<Double> celsius,
        Supply.Flags supply,
        Optional<Long> wifiDbm,
        Disk.Figures disk,
        List<Problem> problems) {

    Json json() {
        var json = new Json();
        celsius.ifPresentOrElse(degrees -> json.put("temperature", degrees, 1), () -> json.putNull("temperature"));
        flag(json, "undervoltage", supply.undervoltage());
        flag(json, "throttled", supply.throttled());
        number(json, "wifi_dbm", wifiDbm);
        number(json, "disk_free_mib", disk.free().map(bytes -> bytes >> 20));
        number(json, "disk_written_mib", disk.writtenMib());
        number(json, "disk_worn_percent", disk.wornPercent());
        disk.reserve()
                .map(reserve -> reserve.name().toLowerCase(Locale.ROOT))
                .ifPresentOrElse(text -> json.put("disk_reserve", text), () -> json.putNull("disk_reserve"));
        return json;
    }

    private static void flag(Json json, String name, Optional<Boolean> flag) {
        flag.ifPresentOrElse(known -> json.put(name, known), () -> json.putNull(name));
    }

    private static void number(Json json, String name, Optional<Long> number) {
        number.ifPresentOrElse(known -> json.put(name, known), () -> json.putNull(name));
    }
}
