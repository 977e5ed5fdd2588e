package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The pages of a database file that SQLite does not read any more: each as the write-ahead log holds it, or else the
 * file. Nothing is written. The format is that of sqlite.org/fileformat2.html.
 */
final class Pages implements AutoCloseable {
    /** What a page has before its b-tree header: nothing, but for the first page. */
    static final int FILE_HEADER = 100;

    /** Where a part of the list of free pages says how many it names. */
    private static final int LEAVES = 4;

    /** A card that does not give so many pages gives no more. */
    static final int MOST_UNREADABLE = 100;

    private final FileChannel file;
    private final PageLog log;
    private final int size;
    private final int count;
    private final BitSet free;

    private Pages(FileChannel file, PageLog log, int size) throws IOException {
        this.file = file;
        this.log = log;
        this.size = size;
        this.count = Math.max((int) (file.size() / size), log.lastPage());
        this.free = freePages();
    }

    /** Opens a database file and the log beside it, if there is one. */
    static Pages of(Path path) throws IOException {
        var beside = path.resolveSibling(path.getFileName() + "-wal");
        var log = Files.isRegularFile(beside) ? PageLog.of(beside) : PageLog.none();
        var file = FileChannel.open(path);
        try {
            return new Pages(file, log, log.pageSize() > 0 ? log.pageSize() : PageSize.of(file));
        } catch (IOException failed) {
            log.close();
            file.close();
            throw failed;
        }
    }

    int count() {
        return count;
    }

    /** What each takes, in bytes. */
    int size() {
        return size;
    }

    /** Whether the database had given the page up: what stands there was deleted. */
    boolean isFree(int number) {
        return free.get(number);
    }

    /** A page by its number, the first being 1. */
    ByteBuffer page(int number) throws IOException {
        var page = ByteBuffer.allocate(size);
        if (!log.read(number, page)) read(file, page, (number - 1L) * size);
        return page.flip();
    }

    static void read(FileChannel from, ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            var read = from.read(into, position + into.position());
            if (read < 0) throw new IOException("the file ends at byte " + from.size());
        }
    }

    // What holds the list together may be damaged, so its parts are known by what they look like: the number of the
    // next
    // part, how many pages there are in this one, and their numbers, all of them possible. No other page has that.
    private BitSet freePages() {
        var pages = new BitSet();
        var unreadable = 0;
        for (var number = 2; number <= count && unreadable < MOST_UNREADABLE; number++)
            try {
                free(page(number), number, pages);
            } catch (IOException failed) {
                unreadable++;
            }
        return pages;
    }

    private void free(ByteBuffer page, int number, BitSet pages) {
        var leaves = page.getInt(LEAVES);
        if (!isPage(page.getInt(0), number) && page.getInt(0) != 0) return;
        if (leaves < 0 || leaves > size / 4 - 2) return;
        for (var leaf = 1; leaf <= leaves; leaf++) if (!isPage(page.getInt(LEAVES + 4 * leaf), number)) return;
        pages.set(number);
        for (var leaf = 1; leaf <= leaves; leaf++) pages.set(page.getInt(LEAVES + 4 * leaf));
    }

    private boolean isPage(int number, int here) {
        return number >= 2 && number <= count && number != here;
    }

    @Override
    public void close() throws IOException {
        log.close();
        file.close();
    }
}
