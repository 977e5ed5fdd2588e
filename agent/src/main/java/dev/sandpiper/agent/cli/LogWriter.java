package dev.sandpiper.agent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/**
 * The log on standard error: {@code 2026-11-23 06:15:05 INFO  text} for people, {@code <6>text} where it is the
 * journal, which knows the time and shows the priority by colour. A stack trace only at level debug.
 */
public final class LogWriter implements Writer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final boolean journal = Journal.isStandardError();

    /** @param properties tinylog's, of which this writer needs none */
    public LogWriter(Map<String, String> properties) {}

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        return EnumSet.of(LogEntryValue.DATE, LogEntryValue.LEVEL, LogEntryValue.MESSAGE, LogEntryValue.EXCEPTION);
    }

    @Override
    public void write(LogEntry entry) {
        if (!LogLevel.shows(entry.getLevel())) return;
        var begin = journal
                ? "<" + priority(entry.getLevel()) + ">"
                : "%s %-5s ".formatted(TIME.format(entry.getTimestamp().toInstant()), entry.getLevel());
        var lines = new StringBuilder();
        text(entry).lines().forEach(line -> lines.append(begin).append(line).append('\n'));
        Console.ofProcess().err().print(lines);
    }

    // What a broker or a payload said may be in a message: it must not be able to begin a line of its own.
    private String text(LogEntry entry) {
        var message = entry.getMessage();
        var exception = entry.getException();
        var said = message == null ? "" : message.replaceAll("\\p{Cntrl}+", " ");
        if (exception == null) return said;
        if (LogLevel.shown() == LogLevel.DEBUG) return said + (said.isEmpty() ? "" : "\n") + stackTrace(exception);
        return said.isEmpty() ? exception.toString() : said + ": " + exception.getMessage();
    }

    static String stackTrace(Throwable exception) {
        var text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static int priority(Level level) {
        return switch (level) {
            case ERROR -> 3;
            case WARN -> 4;
            case INFO -> 6;
            case TRACE, DEBUG, OFF -> 7;
        };
    }

    @Override
    public void flush() {
        Console.ofProcess().err().flush();
    }

    @Override
    public void close() {
        flush();
    }
}
