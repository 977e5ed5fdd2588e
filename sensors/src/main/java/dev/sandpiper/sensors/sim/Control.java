package dev.sandpiper.sensors.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A file of lines that is read from its beginning and then followed. A last line without its end waits for the rest. A
 * file that was cut, replaced or written anew is read from its beginning again.
 */
final class Control {
    private final Path file;
    private final Consumer<String> complaints;
    private final LineTaker taker;
    private Seen seen = Seen.NOTHING;
    private int consumed;
    private int lines;
    private long checksum = checksum(new byte[0], 0);
    private boolean unreadable;

    /** Does what a line says. */
    @FunctionalInterface
    interface LineTaker {
        void take(String line) throws BadLine;
    }

    /** A line that means nothing, with the reason. */
    static final class BadLine extends Exception {
        private static final long serialVersionUID = 1;

        BadLine(String reason) {
            super(reason);
        }
    }

    /** What the file system says without reading the file. */
    private record Seen(String key, long size, FileTime modified) {
        static final Seen NOTHING = new Seen("", -1, FileTime.fromMillis(0));

        static Seen of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Seen(String.valueOf(attributes.fileKey()), attributes.size(), attributes.lastModifiedTime());
        }
    }

    Control(Path file, LineTaker taker, Consumer<String> complaints) {
        this.file = file;
        this.taker = taker;
        this.complaints = complaints;
    }

    /** Takes the lines that came since the last call. Synchronised: the first call may come from any thread. */
    synchronized void follow() {
        try {
            var now = Seen.of(file);
            if (now.equals(seen)) return;
            var bytes = Files.readAllBytes(file);
            if (isAnother(now, bytes)) startOver();
            // The size that was read, not the one seen: what is appended in between shows as a change next time.
            seen = new Seen(now.key(), bytes.length, Seen.of(file).modified());
            take(bytes);
            unreadable = false;
        } catch (NoSuchFileException e) {
            seen = Seen.NOTHING;
            startOver();
        } catch (IOException e) {
            if (!unreadable) complaints.accept("control %s cannot be read: %s".formatted(file, e));
            unreadable = true;
        }
    }

    private boolean isAnother(Seen now, byte[] bytes) {
        if (!now.key().equals(seen.key())) return true;
        var sameBeginning = bytes.length >= consumed && checksum(bytes, consumed) == checksum;
        return !sameBeginning || bytes.length == seen.size();
    }

    private void startOver() {
        consumed = 0;
        lines = 0;
        checksum = checksum(new byte[0], 0);
    }

    private void take(byte[] bytes) {
        for (var end = indexOfNewline(bytes, consumed); end >= 0; end = indexOfNewline(bytes, consumed)) {
            var line = new String(bytes, consumed, end - consumed, StandardCharsets.UTF_8);
            consumed = end + 1;
            lines++;
            take(line.strip());
        }
        checksum = checksum(bytes, consumed);
    }

    private void take(String line) {
        if (line.isEmpty() || line.startsWith("#")) return;
        try {
            taker.take(line);
        } catch (BadLine bad) {
            complaints.accept("%s:%d: %s: %s".formatted(file, lines, line, bad.getMessage()));
        }
    }

    private static int indexOfNewline(byte[] bytes, int from) {
        for (var i = from; i < bytes.length; i++) if (bytes[i] == '\n') return i;
        return -1;
    }

    private static long checksum(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
