package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it stands in a leaf page of any table; sqlite.org/fileformat2.html, 1.6 and 2.1.
 *
 * @param values {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null
 */
record Row(long key, List<@Nullable Object> values) {
    private static final int TABLE_LEAF = 13;
    private static final int LEAF_HEADER = 8;
    /** No row of ours comes near: a length beyond it is garbled. */
    private static final int LONGEST = 1 << 20;

    /** The rows of a page that can be read, none where it is no leaf of a table. */
    static List<Row> in(Pages pages, int number) throws IOException {
        var page = pages.page(number);
        var start = number == 1 ? Pages.FILE_HEADER : 0;
        if (page.get(start) != TABLE_LEAF) return List.of();
        var rows = new ArrayList<Row>();
        var cells = Short.toUnsignedInt(page.getShort(start + 3));
        for (var cell = 0; cell < Math.min(cells, Pages.SIZE / 4); cell++) {
            var at = Short.toUnsignedInt(page.getShort(start + LEAF_HEADER + 2 * cell));
            try {
                rows.add(read(pages, page, at));
            } catch (IOException | BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException no) {
                // Garbled: the page's other rows may not be.
                continue;
            }
        }
        return rows;
    }

    private static Row read(Pages pages, ByteBuffer page, int at) throws IOException {
        var cell = page.duplicate().position(at);
        var length = varint(cell);
        var key = varint(cell);
        if (length < 1 || length > LONGEST) throw new IOException("a row of " + length + " bytes");
        return new Row(key, values(payload(pages, cell, (int) length)));
    }

    private static ByteBuffer payload(Pages pages, ByteBuffer cell, int length) throws IOException {
        var payload = ByteBuffer.allocate(length);
        var here = onThePage(length);
        payload.put(cell.slice(cell.position(), here));
        if (here == length) return payload.flip();
        var next = cell.getInt(cell.position() + here);
        while (payload.hasRemaining()) {
            if (next < 2 || next > pages.count()) throw new IOException("a row goes on in page " + next);
            var page = pages.page(next);
            next = page.getInt(0);
            payload.put(page.slice(4, Math.min(payload.remaining(), Pages.SIZE - 4)));
        }
        return payload.flip();
    }

    private static int onThePage(int length) {
        var most = Pages.SIZE - 35;
        if (length <= most) return length;
        var least = (Pages.SIZE - 12) * 32 / 255 - 23;
        var rest = least + (length - least) % (Pages.SIZE - 4);
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

    /** Whether column by column the type is one of those named: {@code i}nteger, {@code t}ext, capitals if it may be null. */
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
