package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** How large the pages of a database file are: its header says so, or else the looks of its pages. */
final class PageSize {
    private static final String MAGIC = "SQLite format 3";
    private static final int PLACE = 16;

    private static final int SMALLEST = 512;
    private static final int LARGEST = 32 * 1024;
    /** Where nothing tells. */
    private static final int USUAL = 4096;

    private static final int ENOUGH = 1000;

    private static final int TABLE_LEAF = 13;
    private static final int LEAF_HEADER = 8;

    private PageSize() {}

    static int of(FileChannel file) throws IOException {
        var told = inHeader(file);
        return told > 0 ? told : byLooks(file);
    }

    private static int byLooks(FileChannel file) throws IOException {
        var best = USUAL;
        var most = 0L;
        for (var size = SMALLEST; size <= LARGEST; size *= 2) {
            var explained = (long) size * leaves(file, size);
            if (explained > most) best = size;
            most = Math.max(most, explained);
        }
        return best;
    }

    private static int inHeader(FileChannel file) throws IOException {
        if (file.size() < Pages.FILE_HEADER) return 0;
        var header = ByteBuffer.allocate(Pages.FILE_HEADER);
        Pages.read(file, header, 0);
        var magic = new String(header.array(), 0, MAGIC.length(), StandardCharsets.US_ASCII);
        var size = header.getShort(PLACE);
        return magic.equals(MAGIC) && size >= SMALLEST && Integer.bitCount(size) == 1 ? size : 0;
    }

    // Seen as larger than it is a page ends before its half; seen as smaller its rows are behind its end.
    private static int leaves(FileChannel file, int size) throws IOException {
        var leaves = 0;
        for (var number = 1; number < Math.min(ENOUGH, file.size() / size); number++) {
            var page = ByteBuffer.allocate(size);
            try {
                Pages.read(file, page, (long) number * size);
            } catch (IOException unreadable) {
                continue;
            }
            if (isLeaf(page, size)) leaves++;
        }
        return leaves;
    }

    private static boolean isLeaf(ByteBuffer page, int size) {
        var cells = Short.toUnsignedInt(page.getShort(3));
        var end = LEAF_HEADER + 2 * cells;
        if (page.get(0) != TABLE_LEAF || cells == 0 || end > size) return false;
        var last = 0;
        for (var at = LEAF_HEADER; at < end; at += 2) {
            var cell = Short.toUnsignedInt(page.getShort(at));
            if (cell < end || cell >= size) return false;
            last = Math.max(last, cell);
        }
        return last > size / 2;
    }
}
