import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** One file that grows: length, checksum, payload. As little as can be written by something that keeps anything. */
@NullMarked
final class AppendKeeping implements Keeping {
    private static final int HEAD = 8;

    private final ByteBuffer batch = ByteBuffer.allocate(1 << 20);
    private @Nullable FileChannel file;

    @Override
    public long open(Path folder) throws IOException {
        var path = folder.resolve("outbox.log");
        var records = Files.exists(path) ? count(path) : 0;
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return records;
    }

    // Where a power cut left its end can only be found by reading it all.
    private static long count(Path path) throws IOException {
        var records = 0L;
        try (var in = FileChannel.open(path)) {
            var buffer = ByteBuffer.allocate(1 << 20);
            while (in.read(buffer) > 0) {
                buffer.flip();
                while (whole(buffer)) records++;
                buffer.compact();
            }
        }
        return records;
    }

    private static boolean whole(ByteBuffer buffer) throws IOException {
        if (buffer.remaining() < HEAD || buffer.remaining() < HEAD + buffer.getInt(buffer.position())) return false;
        var length = buffer.getInt();
        var sum = buffer.getInt();
        if (sum != checksum(buffer.slice(buffer.position(), length))) throw new IOException("a record is damaged");
        buffer.position(buffer.position() + length);
        return true;
    }

    @Override
    public void add(long number) throws IOException {
        var payload = Keeping.payload(number);
        if (batch.remaining() < HEAD + payload.length) flush();
        batch.putInt(payload.length).putInt(checksum(ByteBuffer.wrap(payload))).put(payload);
    }

    @Override
    public void commit() throws IOException {
        flush();
        file().force(false);
    }

    private void flush() throws IOException {
        batch.flip();
        while (batch.hasRemaining()) file().write(batch);
        batch.clear();
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void drain() throws IOException {
        file().truncate(0);
        file().force(false);
    }

    @Override
    public void close() throws IOException {
        file().close();
    }

    private FileChannel file() {
        if (file == null) throw new IllegalStateException("not opened");
        return file;
    }
}
