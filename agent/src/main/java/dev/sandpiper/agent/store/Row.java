package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it stands in a page; sqlite.org/fileformat2.html, 1.6 and 2.1.
 *
 * @param key 0 in a table without such
 * @param values {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null
 */
record Row(long key, List<@Nullable Object> values) {
    private static final int TABLE_LEAF = 13;
    private static final int KEYLESS_LEAF = 10;
    private static final int KEYLESS_INNER = 2;
    private static final int LEAF_HEADER = 8;
    private static final int INNER_HEADER = 12;
    private static final int RIGHTMOST = 8;
    private static final int DEEPEST = 10;
    /** No row of ours comes near: a length beyond it is garbled. */
    private static final int LONGEST = 1 << 20;
    /** Nor does any table without keys. */
    private static final int MOST_KEYLESS = 10_000;

    /** The rows of a page that can be read, none where it is no leaf of a table with keys. */
    static List<Row> in(Pages pages, int number) throws IOException {
        var page = pages.page(number);
        var start = number == 1 ? Pages.FILE_HEADER : 0;
        var rows = new ArrayList<Row>();
        if (page.get(start) == TABLE_LEAF)
            for (var cell : cells(page, start, LEAF_HEADER)) addReadable(rows, () -> withKey(pages, cell));
        return rows;
    }

    /** The rows of a table without keys that can be read, from its topmost page on. */
    static List<Row> below(Pages pages, int top) {
        var rows = new ArrayList<Row>();
        below(pages, top, DEEPEST, rows);
        return rows;
    }

    private static void below(Pages pages, int number, int deep, List<Row> rows) {
        if (number < 2 || number > pages.count() || deep == 0 || rows.size() > MOST_KEYLESS) return;
        try {
            var page = pages.page(number);
            var inner = page.get(0) == KEYLESS_INNER;
            if (!inner && page.get(0) != KEYLESS_LEAF) return;
            for (var cell : cells(page, 0, inner ? INNER_HEADER : LEAF_HEADER)) {
                if (inner) below(pages, cell.getInt(), deep - 1, rows);
                addReadable(rows, () -> withoutKey(pages, cell));
            }
            if (inner) below(pages, page.getInt(RIGHTMOST), deep - 1, rows);
        } catch (IOException | BufferUnderflowException unreadable) {
            // The other pages may not be.
        }
    }

    // Each from where it begins to the end of the page.
    private static List<ByteBuffer> cells(ByteBuffer page, int start, int header) {
        var cells = new ArrayList<ByteBuffer>();
        var count = Math.min(Short.toUnsignedInt(page.getShort(start + 3)), page.limit() / 4);
        for (var cell = 0; cell < count; cell++) {
            var at = Short.toUnsignedInt(page.getShort(start + header + 2 * cell));
            if (at < page.limit()) cells.add(page.duplicate().position(at));
        }
        return cells;
    }

    private interface Reader {
        Row read() throws IOException;
    }

    private static void addReadable(List<Row> rows, Reader reader) {
        try {
            rows.add(reader.read());
        } catch (IOException | BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException no) {
            // Garbled: the page's other rows may not be.
        }
    }

    private static Row withKey(Pages pages, ByteBuffer cell) throws IOException {
        var length = length(cell);
        var key = varint(cell);
        return new Row(key, values(payload(pages, cell, length, pages.size() - 35)));
    }

    private static Row withoutKey(Pages pages, ByteBuffer cell) throws IOException {
        return new Row(0, values(payload(pages, cell, length(cell), (pages.size() - 12) * 64 / 255 - 23)));
    }

    private static int length(ByteBuffer cell) throws IOException {
        var length = varint(cell);
        if (length < 1 || length > LONGEST) throw new IOException("a row of " + length + " bytes");
        return (int) length;
    }

    private static ByteBuffer payload(Pages pages, ByteBuffer cell, int length, int most) throws IOException {
        var payload = ByteBuffer.allocate(length);
        var here = length <= most ? length : onThePage(length, most, pages.size());
        payload.put(cell.slice(cell.position(), here));
        if (here == length) return payload.flip();
        var next = cell.getInt(cell.position() + here);
        while (payload.hasRemaining()) {
            if (next < 2 || next > pages.count()) throw new IOException("a row goes on in page " + next);
            var page = pages.page(next);
            next = page.getInt(0);
            payload.put(page.slice(4, Math.min(payload.remaining(), pages.size() - 4)));
        }
        return payload.flip();
    }

    private static int onThePage(int length, int most, int page) {
        var least = (page - 12) * 32 / 255 - 23;
        var rest = least + (length - least) % (page - 4);
        return rest <= most ? rest : least;
    }

    private static List<@Nullable Object> values(ByteBuffer payload) throws IOException {
        var header = payload.duplicate();
        var length = (int) varint(header);
        header.limit(length);
        var body = payload.duplicate().position(length);
        var values = new ArrayList<@Nullable Object>();
        while (header.hasRemaining()) values.add(value(varint(header), body));
        return values;
    }

    private static @Nullable Object value(long type, ByteBuffer body) throws IOException {
        if (type == 0) return null;
        if (type <= 4) return number(body, (int) type);
        if (type == 5) return number(body, 6);
        if (type == 6) return body.getLong();
        if (type == 7) return body.getDouble();
        if (type <= 9) return type - 8;
        if (type < 12) throw new IOException("a value of type " + type);
        var bytes = new byte[(int) Math.min(LONGEST, (type - 12) / 2)];
        body.get(bytes);
        if (type % 2 == 0) return bytes;
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static long number(ByteBuffer body, int bytes) {
        long number = body.get();
        for (var i = 1; i < bytes; i++) number = number << 8 | Byte.toUnsignedInt(body.get());
        return number;
    }

    private static long varint(ByteBuffer from) {
        var number = 0L;
        for (var i = 0; i < 8; i++) {
            var next = from.get();
            number = number << 7 | next & 0x7F;
            if (next >= 0) return number;
        }
        return number << 8 | Byte.toUnsignedInt(from.get());
    }

    /**
     * Whether column by column the type is one of those named: {@code i}nteger, {@code t}ext, what {@link Compact} makes
     * of text, capitals if it may be null.
     */
    boolean looksLike(String types) {
        if (values.size() < types.length()) return false;
        for (var column = 0; column < types.length(); column++)
            if (!fits(values.get(column), types.charAt(column))) return false;
        return true;
    }

    private static boolean fits(@Nullable Object value, char type) {
        return switch (type) {
            case 'n' -> value == null;
            case 'i' -> value instanceof Long;
            case 'I' -> value == null || value instanceof Long;
            case 't' -> value instanceof String;
            case 'c' -> value instanceof String || value instanceof byte[];
            case 'T' -> value == null || value instanceof String;
            default -> throw new IllegalArgumentException("no such type: " + type);
        };
    }

    long number(int column) {
        return values.get(column) instanceof Long number ? number : 0;
    }

    String text(int column) {
        return values.get(column) instanceof String text ? text : "";
    }
}
