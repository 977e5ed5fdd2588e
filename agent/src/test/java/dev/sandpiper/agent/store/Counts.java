package dev.sandpiper.agent.store;

import dev.sandpiper.agent.testing.StoreBench;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The values of numbered test readings. */
final class Counts {
    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

    private Counts() {}

    /** In the order they were sent, as ranges: {@code 1-200 205-300}. */
    static String of(StoreBench bench, String id, Outgoing.Lane lane) {
        var ranges = new ArrayList<int[]>();
        bench.sent.stream()
                .filter(message -> message.lane() == lane && message.id().equals(id))
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .flatMap(payload -> COUNT.matcher(payload).results())
                .map(count -> Integer.parseInt(count.group(1)))
                .forEach(count -> append(ranges, count));
        return String.join(
                " ", ranges.stream().map(range -> range[0] + "-" + range[1]).toList());
    }

    private static void append(List<int[]> ranges, int count) {
        if (!ranges.isEmpty() && ranges.getLast()[1] == count - 1) ranges.getLast()[1] = count;
        else ranges.add(new int[] {count, count});
    }
}
