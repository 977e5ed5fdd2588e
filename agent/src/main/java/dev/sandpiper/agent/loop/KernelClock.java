package dev.sandpiper.agent.loop;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;

/** What Java does not ask the kernel for: how wrong its clock may be, and a clock that goes on in suspend. */
@SuppressWarnings("restricted") // calling into the C library is what it is for
final class KernelClock {
    /** {@code struct timex} takes 208 bytes on any 64-bit Linux; modes = 0 asks without setting. */
    private static final int TIMEX_BYTES = 256;

    /** Behind {@code modes}, {@code offset} and {@code freq}, each of eight bytes with their padding. */
    private static final long MAXERROR_AT = 24;

    private static final int CLOCK_BOOTTIME = 7;

    private static final Optional<MethodHandle> ADJTIMEX =
            function("adjtimex", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    // Critical: the call takes 20 ns, and may write into an array on Java's heap.
    private static final MethodHandle CLOCK_GETTIME = function(
                    "clock_gettime",
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
                    Linker.Option.critical(true))
            .orElseThrow(() -> new IllegalStateException("this C library has no clock_gettime"));

    private KernelClock() {}

    private static Optional<MethodHandle> function(String name, FunctionDescriptor shape, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup().find(name).map(found -> linker.downcallHandle(found, shape, options));
    }

    /**
     * adjtimex(2): the most by which the clock may be wrong; empty where asking is forbidden. Not the call's result and
     * not STA_UNSYNC: the one tells of a missing pulse per second too, the other is set to keep the kernel from writing
     * a hardware clock (chrony without {@code rtcsync}, a hardware clock in local time).
     */
    static Optional<Duration> maxError() {
        if (ADJTIMEX.isEmpty()) return Optional.empty();
        try (var arena = Arena.ofConfined()) {
            var timex = arena.allocate(TIMEX_BYTES, 8);
            var state = (int) ADJTIMEX.get().invokeExact(timex);
            if (state < 0) return Optional.empty();
            return Optional.of(Duration.ofNanos(1000 * timex.get(ValueLayout.JAVA_LONG, MAXERROR_AT)));
        } catch (Throwable refused) {
            return Optional.empty();
        }
    }

    /** Nanoseconds since boot, those in suspend included, which {@code System.nanoTime} leaves out. */
    static long sinceBoot() {
        var timespec = new long[2];
        try {
            var failed = (int) CLOCK_GETTIME.invokeExact(CLOCK_BOOTTIME, MemorySegment.ofArray(timespec));
            if (failed == 0) return timespec[0] * 1_000_000_000L + timespec[1];
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new IllegalStateException("this kernel has no CLOCK_BOOTTIME; Linux 2.6.39 or later is needed");
    }
}
