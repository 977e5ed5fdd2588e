package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.store.Kept;
import dev.sandpiper.agent.store.StoredOutbox.Unreadable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes the records that wait to where a person wants them. */
final class Export {
    private static final int PROGRESS_EVERY = 100_000;
    private static final int LOOK_EVERY = 1_000;

    private final WaitingRecords records;
    private final ExportFormat format;
    private final Topics topics;
    private final Console console;
    private long written;
    private long aside;

    Export(WaitingRecords records, ExportFormat format, Topics topics, Console console) {
        this.records = records;
        this.format = format;
        this.topics = topics;
        this.console = console;
    }

    /** The whole file or none: what it wrote, as the beginning of a sentence. */
    String to(Path file) throws IOException, Unreadable {
        var target = file.toAbsolutePath();
        var part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            try (var channel = FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    var writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
                write(writer);
                writer.flush();
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        // The name is in the folder, which is another file.
        try (var folder = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return summary();
    }

    String toStandardOutput() throws IOException, Unreadable {
        var writer = new BufferedWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8));
        write(writer);
        writer.flush();
        return summary();
    }

    private void write(Writer writer) throws IOException, Unreadable {
        switch (format) {
            case JSON_LINES -> records.each(record -> line(writer, jsonLine(record), record));
            case CSV -> {
                var csv = new CsvColumns();
                records.each(csv::learn);
                writer.write(csv.header() + "\n");
                records.each(record -> {
                    if (csv.knows(record)) line(writer, csv.line(record), record);
                });
            }
        }
    }

    private void line(Writer writer, String line, Kept record) throws IOException {
        writer.write(line);
        writer.write('\n');
        written++;
        if (record.aside()) aside++;
        if (written % PROGRESS_EVERY == 0) console.say(written + " records so far");
        if (written % LOOK_EVERY == 0 && console.out().checkError())
            throw new IOException("standard output takes no more");
    }

    /** The payload stands there byte for byte; one that is no object, by whatever damage, as a text. */
    private String jsonLine(Kept record) {
        var payload = record.payload();
        var whole = payload.startsWith("{") && payload.endsWith("}") && payload.indexOf('\n') < 0;
        var json = new Json()
                .put("topic", topics.of(record.kind(), record.id()))
                .put("kind", record.kindName())
                .put("id", record.id());
        if (record.aside()) json.put("set_aside", true);
        return json.raw("payload", whole ? payload : Json.quote(payload)).toString();
    }

    private String summary() {
        var besides = aside == 0 ? "" : ", %d of them set aside,".formatted(aside);
        return "%d records%s written".formatted(written, besides);
    }
}
