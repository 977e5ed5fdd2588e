package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.DriverType;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loads drivers from their jars; those of one jar share their classes. */
public final class Jars {
    /** A static initialiser that is still busy by then will never end. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int FIRST_CLASS_VERSION = 44;

    /** What was loaded before: a configuration that is read again has the same driver, unless its jar is another. */
    private static final Map<Loaded, DriverType> LOADED = new ConcurrentHashMap<>();

    private final Duration patience;
    private final Map<Path, URLClassLoader> loaders = new HashMap<>();

    public Jars() {
        this(PATIENCE);
    }

    Jars(Duration patience) {
        this.patience = patience;
    }

    private record Loaded(ForeignDriver driver, FileTime written, long size) {
        static Loaded of(ForeignDriver driver) throws UnusableDriver {
            try {
                return new Loaded(driver, Files.getLastModifiedTime(driver.jar()), Files.size(driver.jar()));
            } catch (IOException unreadable) {
                throw UnusableDriver.jar("%s cannot be read: %s".formatted(driver.jar(), unreadable.getMessage()));
            }
        }
    }

    /**
     * The driver's type: as it is in its class, but that nothing it does wrong reaches anything else.
     *
     * @throws UnusableDriver with what is wrong with the entry, the jar or the class
     */
    public DriverType load(ForeignDriver driver) throws UnusableDriver {
        JarFiles.check(driver.jar());
        var key = Loaded.of(driver);
        var known = LOADED.get(key);
        if (known != null) return known;
        var type = loadedNow(driver);
        LOADED.put(key, type);
        return type;
    }

    private DriverType loadedNow(ForeignDriver driver) throws UnusableDriver {
        var loader = loader(driver.jar());
        var helper = new Helper("driver-" + driver.type(), driver.className(), patience);
        try {
            var type = helper.load(() -> type(loader, driver));
            if (!driver.type().equals(type.name()))
                throw UnusableDriver.type("%s.TYPE is called '%s', found '%s' here; make them the same"
                        .formatted(driver.className(), Defects.line(String.valueOf(type.name())), driver.type()));
            return helper.load(() -> Guarded.type(type, driver, Helper.ANSWER));
        } finally {
            helper.close();
        }
    }

    private URLClassLoader loader(Path jar) {
        return loaders.computeIfAbsent(jar, file -> {
            try {
                return new URLClassLoader(
                        file.getFileName().toString(), new URL[] {file.toUri().toURL()}, new LibraryLoader());
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static DriverType type(URLClassLoader loader, ForeignDriver driver) throws UnusableDriver {
        var name = driver.className();
        try {
            var field = Class.forName(name, true, loader).getField("TYPE");
            if (!java.lang.reflect.Modifier.isStatic(field.getModifiers())) throw noType(name, "is not static");
            if (!(field.get(null) instanceof DriverType type)) throw noType(name, "is no type of a driver");
            return type;
        } catch (ClassNotFoundException absent) {
            throw UnusableDriver.className("no class %s in %s; correct the name".formatted(name, driver.jar()));
        } catch (NoSuchFieldException absent) {
            throw noType(name, "is missing");
        } catch (IllegalAccessException hidden) {
            throw noType(name, "or its class is not public");
        } catch (UnsupportedClassVersionError newer) {
            throw UnusableDriver.className(
                    "%s is compiled for Java %s, expected at most %d; compile it with --release %d"
                            .formatted(
                                    name,
                                    compiledFor(loader, name),
                                    Runtime.version().feature(),
                                    Runtime.version().feature()));
        }
    }

    private static UnusableDriver noType(String name, String what) {
        return UnusableDriver.className(
                "%s.TYPE %s, expected public static final SensorType or ActuatorType TYPE; add it"
                        .formatted(name, what));
    }

    // Bytes 6 and 7 of a class file: the Java Virtual Machine Specification, section 4.1.
    private static String compiledFor(URLClassLoader loader, String name) {
        try (var bytes = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null) return "of a later version";
            var head = bytes.readNBytes(8);
            return Integer.toString(((head[6] & 0xff) << 8 | head[7] & 0xff) - FIRST_CLASS_VERSION);
        } catch (IOException unreadable) {
            return "of a later version";
        }
    }
}
