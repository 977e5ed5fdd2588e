package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.DriverType;

/**
 * What drivers see beside Java itself: the sensors library's published package. Libraries of the agent stay hidden, so
 * that a driver can bring another version of one; so do the library's inner packages, which may change at any time.
 */
final class LibraryLoader extends ClassLoader {
    private static final String LIBRARY = DriverType.class.getPackageName();
    private static final String ANNOTATIONS = "org.jspecify.annotations";

    LibraryLoader() {
        super("sandpiper-sensors", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var dot = name.lastIndexOf('.');
        var folder = dot < 0 ? "" : name.substring(0, dot);
        if (!folder.equals(LIBRARY) && !folder.equals(ANNOTATIONS)) throw new ClassNotFoundException(name);
        return Class.forName(name, false, DriverType.class.getClassLoader());
    }
}
