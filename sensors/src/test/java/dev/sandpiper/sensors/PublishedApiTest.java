package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code api.txt} is what others compile against, at the version in its first line. With {@code -Dregenerate} it is written. */
class PublishedApiTest {
    private static final Path FILE = Path.of("api.txt");
    private static final Pattern VERSION = Pattern.compile(
            "<artifactId>sandpiper-sensors</artifactId>.*?<version>(.*?)(-SNAPSHOT)?</version>", Pattern.DOTALL);

    private static String version(String pom) throws IOException {
        var version = VERSION.matcher(Files.readString(Path.of(pom)));
        assertTrue(version.find(), pom);
        return version.group(1);
    }

    @Test
    void theStoredListIsThatOfTheCode() throws IOException, ClassNotFoundException {
        var expected = new ArrayList<>(List.of("# version " + version("pom.xml")));
        expected.addAll(PublishedApi.lines());
        if (System.getProperty("regenerate") != null) Files.write(FILE, expected);
        assertTrue(expected.size() > 100, () -> "hardly all of it: " + expected);
        var stored = Files.readAllLines(FILE);
        if (!stored.equals(expected)) throw new AssertionError(advice(stored, expected));
    }

    private static String advice(List<String> stored, List<String> now) {
        var gone = stored.stream().filter(line -> !now.contains(line)).toList();
        var added = now.stream().filter(line -> !stored.contains(line)).toList();
        var raise = breaks(gone, added)
                ? "the first number (below 1.0 the second)"
                : "the second number (below 1.0 the third)";
        return """
                sensors/api.txt is not what the code says.
                %s%sWhoever compiles against the library has to know: tell it in CHANGELOG.md, and unless that version was never \
                published raise %s of <version> in sensors/pom.xml, pom.xml and docs/example-driver/pom.xml; \
                then write the list anew with: mvn -o -pl sensors test -Dtest=PublishedApiTest -Dregenerate""".formatted(lines("- ", gone), lines("+ ", added), raise);
    }

    // What drivers implement may not grow either, unless by a default method.
    private static boolean breaks(List<String> gone, List<String> added) {
        return !gone.isEmpty()
                || added.stream().anyMatch(line -> line.matches(" *(public|protected) abstract [^(]*\\(.*"));
    }

    private static String lines(String mark, List<String> lines) {
        return lines.stream().map(line -> mark + line + "\n").collect(Collectors.joining());
    }

    @Test
    void whatVanishesOrHasToBeImplementedBreaksOthersAndTheRestDoesNot() {
        var some = List.of("public static Option Option.bus()");
        assertTrue(advice(some, List.of()).contains("- public static Option Option.bus()\n"));
        assertTrue(advice(some, List.of()).contains("raise the first number"));
        assertTrue(advice(List.of(), some).contains("raise the second number"));
        assertTrue(advice(List.of(), List.of("public abstract Reading Sensor.read()"))
                .contains("raise the first number"));
    }

    @Test
    void theVersionIsTheSameWhereverItIsNamed() throws IOException {
        assertEquals(version("pom.xml"), version("../docs/example-driver/pom.xml"));
        assertTrue(
                Files.readString(Path.of("../pom.xml")).contains("<sensors.version>%s".formatted(version("pom.xml"))),
                "pom.xml has another sensors.version");
    }
}
