package dev.sandpiper.agent.loop;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Asks the kernel whether its clock is synchronised: adjtimex(2) returns the clock's state. */
@SuppressWarnings("restricted") // calling into the C library is what it is for
final class KernelClock {
    /** TIME_ERROR: the clock is not synchronised to a reliable server. */
    private static final int TIME_ERROR = 5;
    /** More than {@code struct timex} takes on any 64-bit Linux (208 bytes); modes = 0 asks without setting. */
    private static final int TIMEX_BYTES = 256;

    private static final MethodHandle ADJTIMEX = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker()
                            .defaultLookup()
                            .find("adjtimex")
                            .orElseThrow(() -> new IllegalStateException("this C library has no adjtimex")),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private KernelClock() {}

    static boolean synchronised() {
        try (var arena = Arena.ofConfined()) {
            var state = (int) ADJTIMEX.invokeExact(arena.allocate(TIMEX_BYTES, 8));
            return state >= 0 && state != TIME_ERROR;
        } catch (Throwable refused) {
            // A sandbox may forbid the call: then the clock counts as not right, which delays stamps but loses nothing.
            return false;
        }
    }
}
