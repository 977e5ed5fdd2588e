package dev.sandpiper.agent.systemd;

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
import java.util.Optional;

/**
 * The socket on which systemd hears of a service, {@code sd_notify(3)}: a datagram each. Java has none of this kind, so
 * the C library is called.
 */
@SuppressWarnings("restricted") // calling into the C library is what it is for
final class NotifySocket {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 0x80000 | 0x800;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** {@code sun_path} behind {@code sun_family}, in {@code struct sockaddr_un} of unix(7). */
    private static final int PATH_AT = 2;

    private static final int LONGEST_PATH = 108;

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = function(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final byte[] path;

    private NotifySocket(byte[] path) {
        this.path = path;
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    /**
     * @param name a path, or an abstract name behind {@code @}, as in {@code NOTIFY_SOCKET}
     * @return empty where that is something else, such as a machine's vsock
     */
    static Optional<NotifySocket> named(String name) {
        var path = name.getBytes(StandardCharsets.UTF_8);
        if (!name.startsWith("/") && !name.startsWith("@") || path.length >= LONGEST_PATH) return Optional.empty();
        if (path[0] == '@') path[0] = 0;
        return Optional.of(new NotifySocket(path));
    }

    /** Sends assignments, a line each; whether systemd has them. It never waits. */
    boolean send(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var arena = Arena.ofConfined()) {
            var message = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, message, JAVA_BYTE, 0, bytes.length);
            return send(message, address(arena));
        } catch (Throwable impossible) {
            throw new IllegalStateException("sending to the service manager failed", impossible);
        }
    }

    // Its length tells an abstract name from others: no byte more than the name has.
    private MemorySegment address(Arena arena) {
        var address = arena.allocate(PATH_AT + path.length, JAVA_SHORT.byteAlignment());
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_AT, path.length);
        return address;
    }

    // A socket for each: who restarts systemd replaces the one it had.
    private static boolean send(MemorySegment message, MemorySegment address) throws Throwable {
        var socket = (int) SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC_NONBLOCK, 0);
        if (socket < 0) return false;
        try {
            var sent = (long) SENDTO.invokeExact(
                    socket, message, message.byteSize(), MSG_NOSIGNAL, address, (int) address.byteSize());
            return sent == message.byteSize();
        } finally {
            var _ = (int) CLOSE.invokeExact(socket);
        }
    }
}
