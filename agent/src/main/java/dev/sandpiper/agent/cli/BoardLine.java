package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Members;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * How the device is, for people; what it does not tell is left out.
 *
 * @param board that part of the health message
 */
record BoardLine(Map<String, String> board) {

    String text() {
        var words = new ArrayList<String>();
        figure("temperature", "%s °C").ifPresent(words::add);
        flag("undervoltage", "under-voltage", "supply ok").ifPresent(words::add);
        flag("throttled", "slowed down", "full speed").ifPresent(words::add);
        figure("wifi_dbm", "Wi-Fi %s dBm").ifPresent(words::add);
        figure("disk_free_mib", "%s MiB free").ifPresent(words::add);
        figure("disk_written_mib", "%s MiB written since boot").ifPresent(words::add);
        figure("disk_worn_percent", "disk worn to %s %%").ifPresent(words::add);
        figure("disk_reserve", "its reserve %s").ifPresent(words::add);
        return words.isEmpty() ? "nothing is known" : String.join(", ", words);
    }

    private Optional<String> figure(String key, String shape) {
        return known(key).map(shape::formatted);
    }

    private Optional<String> flag(String key, String bad, String good) {
        return known(key).map(flag -> flag.equals("true") ? bad : good);
    }

    private Optional<String> known(String key) {
        return Optional.ofNullable(board.get(key))
                .filter(value -> !value.equals("null"))
                .map(Members::plain);
    }
}
