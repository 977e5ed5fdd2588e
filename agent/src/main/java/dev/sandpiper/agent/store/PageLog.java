package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * SQLite's write-ahead log, up to the last commit whose checksums are right; sqlite.org/fileformat2.html, chapter 4.
 */
final class PageLog implements AutoCloseable {
    private static final int MAGIC = 0x377f0682;
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;

    private final Optional<FileChannel> file;
    /** Where the newest committed content of a page begins. */
    private final Map<Integer, Long> places = new HashMap<>();

    private int pageSize;
    private int lastPage;

    private PageLog(Optional<FileChannel> file) {
        this.file = file;
    }

    static PageLog none() {
        return new PageLog(Optional.empty());
    }

    static PageLog of(Path path) throws IOException {
        var file = FileChannel.open(path);
        var log = new PageLog(Optional.of(file));
        try {
            log.index(file);
            return log;
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    private void index(FileChannel log) throws IOException {
        if (log.size() < HEADER) return;
        var header = read(log, HEADER, 0);
        if ((header.getInt(0) & ~1) != MAGIC) return;
        var sum = new Checksum((header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        sum.add(header, 0, 24);
        if (!sum.is(header, 24)) return;
        pageSize = header.getInt(8);
        var open = new HashMap<Integer, Long>();
        for (long at = HEADER; at + FRAME_HEADER + pageSize <= log.size(); at += FRAME_HEADER + pageSize) {
            var frame = read(log, FRAME_HEADER + pageSize, at);
            sum.add(frame, 0, 8);
            sum.add(frame, FRAME_HEADER, pageSize);
            if (frame.getLong(8) != header.getLong(16) || !sum.is(frame, 16)) return;
            open.put(frame.getInt(0), at + FRAME_HEADER);
            if (frame.getInt(4) > 0) commit(open, frame.getInt(4));
        }
    }

    private void commit(Map<Integer, Long> open, int pages) {
        places.putAll(open);
        open.clear();
        lastPage = pages;
    }

    private static ByteBuffer read(FileChannel log, int bytes, long at) throws IOException {
        var buffer = ByteBuffer.allocate(bytes);
        Pages.read(log, buffer, at);
        return buffer.flip();
    }

    private static final class Checksum {
        private final ByteOrder order;
        private int first;
        private int second;

        Checksum(ByteOrder order) {
            this.order = order;
        }

        void add(ByteBuffer bytes, int from, int length) {
            var words = bytes.slice(from, length).order(order);
            while (words.hasRemaining()) {
                first += words.getInt() + second;
                second += words.getInt() + first;
            }
        }

        boolean is(ByteBuffer bytes, int at) {
            return bytes.getInt(at) == first && bytes.getInt(at + 4) == second;
        }
    }

    /** Of the database, in bytes; 0 when it cannot be known from here. */
    int pageSize() {
        return pageSize;
    }

    /** The database's size in pages at the last commit; 0 when there is none. */
    int lastPage() {
        return lastPage;
    }

    /** Fills in a page; false when the log has none of that number. */
    boolean read(int number, ByteBuffer page) throws IOException {
        var place = places.get(number);
        if (place == null || file.isEmpty()) return false;
        Pages.read(file.get(), page, place);
        return true;
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) file.get().close();
    }
}
