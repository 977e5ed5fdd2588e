package dev.sandpiper.agent;

import dev.sandpiper.agent.network.SimulatedBroker.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A reading or a state, alone or in a history, as the broker got it.
 *
 * @param connection by which it came
 */
record ArrivedRecord(long connection, String topic, Key key, String text) {
    private static final Pattern TOPIC = Pattern.compile(".*/(telemetry|state|history)/.*");
    private static final Pattern RECORD =
            Pattern.compile("\\{\"ts\":\"[^\"]{24}\",\"run\":(\\d+),\"seq\":(\\d+)[^{}]*\\}");

    /** What names a record. */
    record Key(long run, long seq) {
        boolean isBehind(Key other) {
            return run > other.run || (run == other.run && seq > other.seq);
        }

        @Override
        public String toString() {
            return run + "/" + seq;
        }
    }

    /** Those in the messages, in the order in which they came. */
    static List<ArrivedRecord> in(List<Received> messages) {
        var records = new ArrayList<ArrivedRecord>();
        for (var message : messages) if (TOPIC.matcher(message.topic()).matches()) add(message, records);
        return records;
    }

    private static void add(Received message, List<ArrivedRecord> records) {
        var record = RECORD.matcher(message.payload());
        while (record.find()) {
            var key = new Key(Long.parseLong(record.group(1)), Long.parseLong(record.group(2)));
            records.add(new ArrivedRecord(message.connection(), message.topic(), key, record.group()));
        }
    }
}
