package dev.sandpiper.sensors.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The few calls of the C library that are needed. Each throws what the library says of {@code errno}. */
final class LibC {
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EINTR = 4;
    /** Longer than any text of {@code strerror}. */
    private static final long LONGEST_TEXT = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle IOCTL = call(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle POLL =
            call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READ =
            call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle STRERROR = downcall("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private LibC() {}

    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return downcall(name, shape, all);
    }

    @SuppressWarnings("restricted") // the names and shapes are those of the manual's section 2
    private static MethodHandle downcall(String name, FunctionDescriptor shape, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
    }

    /** What is called with somewhere to put {@code errno}. */
    @FunctionalInterface
    private interface Call {
        long on(MemorySegment state) throws Throwable;
    }

    private static long checked(String what, Call call) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var result = call.on(state);
            while (result < 0 && errno(state) == EINTR) result = call.on(state);
            if (result < 0) throw new IOException(what + ": " + text(errno(state)));
            return result;
        } catch (IOException | RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    @SuppressWarnings("restricted") // a text of the library that ends with a zero
    private static String text(int errno) throws Throwable {
        return ((MemorySegment) STRERROR.invokeExact(errno))
                .reinterpret(LONGEST_TEXT)
                .getString(0);
    }

    /** Opens a device for reading and writing. */
    static int open(Path device) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(device.toString());
            return (int) checked(device.toString(), state -> (int) OPEN.invokeExact(state, name, O_RDWR | O_CLOEXEC));
        }
    }

    static void close(int fd) throws IOException {
        checked("close", state -> (int) CLOSE.invokeExact(state, fd));
    }

    static void ioctl(String what, int fd, long request, MemorySegment argument) throws IOException {
        checked(what, state -> (int) IOCTL.invokeExact(state, fd, request, argument));
    }

    /** Waits until one of {@code fds} is ready, at most {@code millis}; how many are. */
    static int poll(MemorySegment fds, int count, int millis) throws IOException {
        return (int) checked("poll", state -> (int) POLL.invokeExact(state, fds, (long) count, millis));
    }

    /** How many bytes were read, 0 at the end. */
    static long read(int fd, MemorySegment into) throws IOException {
        return checked("read", state -> (long) READ.invokeExact(state, fd, into, into.byteSize()));
    }

    static long write(int fd, MemorySegment from) throws IOException {
        return checked("write", state -> (long) WRITE.invokeExact(state, fd, from, from.byteSize()));
    }

    /** A counter on which a thread can be woken from {@link #poll}. */
    static int eventfd() throws IOException {
        return (int) checked("eventfd", state -> (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC));
    }
}
