package dev.sandpiper.sensors;

import dev.sandpiper.sensors.chip.Drivers;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The signatures that others may rely on, one a line: what the library's version number speaks of. */
final class PublishedApi {
    private static final Path CLASSES = Path.of("target/classes");
    private static final List<String> PACKAGES = List.of("dev/sandpiper/sensors", "dev/sandpiper/sensors/testing");

    /** Whatever has them by nature says nothing by having them. */
    private static final Set<String> OF_ANY_OBJECT = Set.of("equals", "hashCode", "toString");

    private PublishedApi() {}

    static List<String> lines() throws IOException, ClassNotFoundException {
        var lines = new ArrayList<String>();
        for (var type : types()) {
            lines.add(line(type));
            members(type).map(PublishedApi::line).map("    "::concat).sorted().forEach(lines::add);
        }
        return lines;
    }

    private static List<Class<?>> types() throws IOException, ClassNotFoundException {
        var types = new ArrayList<Class<?>>();
        for (var name : PACKAGES)
            try (Stream<Path> files = Files.list(CLASSES.resolve(name))) {
                for (var file :
                        files.map(CLASSES::relativize).map(Path::toString).toList())
                    if (file.endsWith(".class") && !file.endsWith("package-info.class"))
                        types.add(
                                Class.forName(file.replace('/', '.').substring(0, file.length() - ".class".length())));
            }
        types.removeIf(type -> !isSeen(type));
        types.sort(Comparator.comparing(Class::getName));
        types.add(Drivers.class); // Of the inner packages only the way to the drivers by their names.
        return types;
    }

    private static boolean isSeen(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isSeen(type.getEnclosingClass()));
    }

    private static Stream<Member> members(Class<?> type) {
        return Stream.of(type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::<Member>stream)
                .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                .filter(member -> !member.isSynthetic())
                .filter(member -> !OF_ANY_OBJECT.contains(member.getName()));
    }

    private static String line(Object element) {
        var line = switch (element) {
            case Class<?> type -> type.toGenericString() + parents(type);
            case Executable executable -> executable.toGenericString();
            default -> ((java.lang.reflect.Field) element).toGenericString();
        };
        var deprecated = ((AnnotatedElement) element).isAnnotationPresent(Deprecated.class) ? "deprecated " : "";
        return deprecated
                + line.replaceAll(
                        "\\b(dev\\.sandpiper\\.sensors|java\\.(lang|util|time|nio\\.file))\\.(function\\.)?", "");
    }

    // The cases of a sealed type too: a switch over them is complete today.
    private static String parents(Class<?> type) {
        var parents = Stream.concat(Stream.of(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .filter(parent -> parent != null && parent.getName().startsWith("dev.sandpiper"))
                .map(Class::getName)
                .collect(Collectors.joining(", "));
        var cases = type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", "))
                : "";
        return (parents.isEmpty() ? "" : " of " + parents) + (cases.isEmpty() ? "" : " permits " + cases);
    }
}
