package dev.sandpiper.agent;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.network.SimulatedBroker.Received;
import dev.sandpiper.agent.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What {@code config/backends/postgresql} makes of a PostgreSQL, asked from outside. */
final class Database implements AutoCloseable {
    static final Path FOLDER = Path.of("../config/backends/postgresql");
    private static final List<String> FILES = List.of("1-tables.sql", "2-ingest.sql", "3-views.sql");
    private static final String RECORDS = """
            select jsonb_build_object('of', device || '/' || id, 'kind', kind, 'record',
                jsonb_strip_nulls(jsonb_build_object('ts', to_char(ts at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                    'run', run, 'seq', seq, 'clock', clock, 'error', error, 'cause', cause, 'command', command)) || data)
            from sandpiper.record;
            """;

    final Postgres postgres = Postgres.start();

    Database() throws IOException {
        for (var file : FILES) postgres.sql(Files.readString(FOLDER.resolve(file)));
    }

    String sql(String script) {
        return postgres.sql(script);
    }

    List<String> rows(String script) {
        var printed = sql(script);
        return printed.isEmpty() ? List.of() : List.of(printed.split("\n"));
    }

    long count(String table) {
        return Long.parseLong(sql("select count(*) from sandpiper." + table));
    }

    void empty() {
        sql(
                "truncate sandpiper.record, sandpiper.gap, sandpiper.reply, sandpiper.device, sandpiper.run, sandpiper.refused");
    }

    /** Calls {@code sandpiper.ingest} for each; returns how many rows were new. */
    long ingest(List<Received> messages) {
        return Long.parseLong(sql(calls(messages)));
    }

    /** The script that does. */
    static String calls(List<Received> messages) {
        return """
                create temp table message (number serial, topic text, payload text);
                copy message (topic, payload) from stdin;
                %s
                \\.
                select coalesce(sum(sandpiper.ingest(topic, payload)), 0)
                from (select topic, payload from message order by number) as message;
                drop table message;
                """.formatted(copied(messages));
    }

    /** Through the table for those that can only insert. */
    void insert(List<Received> messages) {
        sql("copy sandpiper.inbox (topic, payload) from stdin;\n" + copied(messages) + "\n\\.\n");
    }

    private static String copied(List<Received> messages) {
        return messages.stream()
                .map(message -> escaped(message.topic()) + "\t" + escaped(message.payload()))
                .collect(joining("\n"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }

    /** Fails unless its records are these, each once; their order does not matter. */
    void has(List<String> expected) {
        var actual = records();
        assertEquals(List.of(), without(expected, actual), "missing");
        assertEquals(List.of(), without(actual, expected), "nobody sent them");
        assertEquals(expected.size(), actual.size());
    }

    private static List<String> without(List<String> some, List<String> others) {
        var known = Set.copyOf(others);
        return some.stream().filter(one -> !known.contains(one)).toList();
    }

    private List<String> records() {
        return rows(RECORDS).stream()
                .map(row -> JsonParser.parseString(row).getAsJsonObject())
                .map(row ->
                        line(row.get("of").getAsString(), row.get("kind").getAsString(), row.getAsJsonObject("record")))
                .toList();
    }

    /** A record with every value as it is written, but for the order of its members. */
    static String line(String of, String kind, JsonObject record) {
        var members = new TreeMap<String, String>();
        record.entrySet()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().toString()));
        return of + " " + kind + " " + members;
    }

    @Override
    public void close() {
        postgres.close();
    }
}
