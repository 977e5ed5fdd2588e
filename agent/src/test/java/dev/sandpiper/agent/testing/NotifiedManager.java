package dev.sandpiper.agent.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A service manager's end of {@code NOTIFY_SOCKET}: a datagram socket of the kernel, since Java has none of this kind. */
@SuppressWarnings("restricted") // calling into the C library is what it is for
public final class NotifiedManager implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int LONGEST = 4096;

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int socket;
    private final List<String> messages = new ArrayList<>();

    private NotifiedManager(int socket) {
        this.socket = socket;
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    /** @param name what is to stand in {@code NOTIFY_SOCKET}: a path, or an abstract name behind {@code @} */
    public static NotifiedManager at(String name) {
        var path = name.getBytes(StandardCharsets.UTF_8);
        if (path[0] == '@') path[0] = 0;
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(2 + path.length, 2);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
            var socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (socket < 0 || (int) BIND.invokeExact(socket, address, (int) address.byteSize()) != 0)
                throw new AssertionError("no socket at " + name);
            return new NotifiedManager(socket);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What has arrived so far, oldest first. */
    public List<String> messages() {
        try (var arena = Arena.ofConfined()) {
            var into = arena.allocate(LONGEST);
            for (var length = receive(into); length >= 0; length = receive(into)) {
                var bytes = into.asSlice(0, length).toArray(JAVA_BYTE);
                messages.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return List.copyOf(messages);
    }

    private long receive(MemorySegment into) {
        try {
            return (long) RECV.invokeExact(socket, into, (long) LONGEST, MSG_DONTWAIT);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** How often these words arrived in a message. */
    public long count(String words) {
        return messages().stream().filter(message -> message.contains(words)).count();
    }

    public void await(String words) {
        awaitMore(words, 0);
    }

    /** Waits until these words have arrived more often than that. */
    public void awaitMore(String words, long before) {
        Eventually.until(() -> "'" + words + "' arrives; there is " + messages(), () -> count(words) > before);
    }

    @Override
    public void close() {
        try {
            var _ = (int) CLOSE.invokeExact(socket);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
