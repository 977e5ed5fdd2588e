package dev.sandpiper.agent.store;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A record as it was sent, byte for byte; two with one number that differ are two. */
record TestRecord(long seq, String text) {
    private static final Pattern RECORD = Pattern.compile("\\{\"ts\":\"[^\"]{24}\",\"run\":\\d+,\"seq\":(\\d+)[^{}]*}");

    static Stream<TestRecord> in(String payload) {
        return RECORD.matcher(payload)
                .results()
                .map(found -> new TestRecord(Long.parseLong(found.group(1)), found.group()));
    }
}
