package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.DriverJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code drivers}: each way in which an entry, its jar or its class can be wrong, one sentence with its place. */
class OwnDriversTest {
    private static final int NEWER = Runtime.version().feature() + 1;

    @TempDir
    Path folder;

    @BeforeEach
    void aJar() {
        DriverJars.jar(folder.resolve("my-chip.jar"));
    }

    private Configurations configurations() {
        return Configurations.in(folder);
    }

    private static String yaml(String driver, String sensor) {
        return Configurations.WITH_BROKER
                + "drivers: [ { %s } ]\nsensors: [ { id: ours, %s } ]\n".formatted(driver, sensor);
    }

    private static String my(String sensor) {
        return yaml("type: my-chip, jar: my-chip.jar, class: com.example.MyChip", sensor);
    }

    private static String odd(String name) {
        return yaml("type: odd, jar: my-chip.jar, class: com.example.Oddities$" + name, "type: odd");
    }

    private static String trouble(String makes) {
        return yaml("type: trouble, jar: my-chip.jar, class: com.example.Trouble", "type: trouble, makes: " + makes);
    }

    private void refuse(String yaml, String line) {
        configurations().refuse(yaml, line.replace("FOLDER/", "").replace("FOLDER", folder.toString()));
    }

    @Test
    void aDriverOfOnesOwnIsATypeLikeAnyOther() throws ConfigErrors {
        var sensor = configurations()
                .read(my("type: my-chip, address: 0x49, factor: 2"))
                .sensors()
                .getFirst();
        assertEquals("my-chip", sensor.type().name());
        assertEquals(2, sensor.options().whole("factor"));
        assertEquals("i2c-1 0x49", sensor.type().place(sensor.options()));
    }

    @Test
    void itsOptionsAreCheckedLikeThoseOfTheProduct() {
        refuse(
                my("type: my-chip, factor: 5"),
                "agent.yaml:3:47: sensors[0].factor: found 5, expected a whole number 1 to 4; correct it");
        refuse(
                my("type: my-chip, facter: 2"),
                "agent.yaml:3:39: sensors[0].facter: unknown key; did you mean 'factor'?");
        refuse(
                my("type: my-chip, address: 0x50"),
                "agent.yaml:3:48: sensors[0].address: found 0x50, expected 0x48 or 0x49; correct it");
        refuse(
                my("type: my-chip, values: { humidity: {} }"),
                "agent.yaml:3:49: sensors[0].values.humidity: my-chip has no such value; it has temperature");
        refuse(
                my("type: my-chop"),
                "agent.yaml:3:30: sensors[0].type: unknown sensor type 'my-chop'; did you mean 'my-chip'?");
    }

    @Test
    void aDriverThatNothingUsesIsNotLoaded() throws ConfigErrors {
        var config = configurations().read(yaml("type: my-chip, jar: none.jar, class: no.Such", "type: bme280"));
        assertEquals("my-chip", config.drivers().getFirst().type());
    }

    @Test
    void theEntryItselfIsChecked() {
        refuse(
                yaml("type: my-chip, jar: my-chip.jar", "type: my-chip"),
                "agent.yaml:2:12: drivers[0].class: missing, expected a class like com.example.MyChip; add it");
        refuse(
                yaml("type: My, jar: my-chip.jar, class: a.B", "type: bme280"),
                "agent.yaml:2:20: drivers[0].type: found 'My', expected a name like my-chip: up to 64 of a-z, 0-9, '_' and '-'; correct it");
        refuse(
                yaml("type: odd, jar: x.jar, class: 'a/B'", "type: odd"),
                "agent.yaml:2:44: drivers[0].class: found 'a/B', expected a class like com.example.MyChip; correct it");
        refuse(
                yaml("type: lm75, jar: my-chip.jar, class: com.example.MyChip", "type: lm75"),
                "agent.yaml:2:20: drivers[0].type: 'lm75' is built in; give the driver another name");
        refuse(
                yaml(
                        "type: my-chip, jar: my-chip.jar, class: com.example.MyChip }, { type: my-chip, jar: x.jar, class: a.B",
                        "type: my-chip"),
                "agent.yaml:2:84: drivers[1].type: 'my-chip' is there twice; keep one");
    }

    @Test
    void theJarHasToBeThereAndAJar() throws IOException {
        refuse(
                yaml("type: odd, jar: none.jar, class: a.B", "type: odd"),
                "agent.yaml:2:30: drivers[0].jar: no file FOLDER/none.jar; put the jar there or correct the name");
        Files.createDirectory(folder.resolve("folder.jar"));
        refuse(
                yaml("type: odd, jar: folder.jar, class: a.B", "type: odd"),
                "agent.yaml:2:30: drivers[0].jar: FOLDER/folder.jar is not a file; name the jar itself");
        configurations().file("text.jar", "PK, but no jar");
        refuse(
                yaml("type: odd, jar: text.jar, class: a.B", "type: odd"),
                "agent.yaml:2:30: drivers[0].jar: FOLDER/text.jar is not a jar: zip END header not found; build or copy it anew");
    }

    @Test
    void aJarThatOthersCanChangeIsNotRun() throws IOException {
        var jar = folder.resolve("my-chip.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        refuse(
                my("type: my-chip"),
                "agent.yaml:2:34: drivers[0].jar: others than its owner can write to FOLDER/my-chip.jar (rw-rw-r--), and so run code as the agent; chmod go-w FOLDER/my-chip.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
        refuse(
                my("type: my-chip"),
                "agent.yaml:2:34: drivers[0].jar: others than its owner can write to FOLDER (rwxr-xrwx), and so run code as the agent; chmod go-w FOLDER");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        var open = Files.createDirectory(folder.resolve("open"));
        Files.move(jar, open.resolve("my-chip.jar"));
        Files.createSymbolicLink(jar, open.resolve("my-chip.jar"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        refuse(
                my("type: my-chip"),
                "agent.yaml:2:34: drivers[0].jar: others than its owner can write to FOLDER/open (rwxrwx---), and so run code as the agent; chmod go-w FOLDER/open");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Nowhere  | no class com.example.Oddities$Nowhere in FOLDER/my-chip.jar; correct the name
            Plain    | com.example.Oddities$Plain.TYPE is missing, expected public static final SensorType or ActuatorType TYPE; add it
            Instance | com.example.Oddities$Instance.TYPE is not static, expected public static final SensorType or ActuatorType TYPE; add it
            Text     | com.example.Oddities$Text.TYPE is no type of a driver, expected public static final SensorType or ActuatorType TYPE; add it
            Null     | com.example.Oddities$Null.TYPE is no type of a driver, expected public static final SensorType or ActuatorType TYPE; add it
            Hidden   | com.example.Oddities$Hidden.TYPE or its class is not public, expected public static final SensorType or ActuatorType TYPE; add it
            Mux      | com.example.Oddities$Mux.TYPE lends pins or buses, expected a SensorType or an ActuatorType; only these can come from a jar
            Explodes | com.example.Oddities$Explodes cannot be initialised: java.lang.IllegalStateException: no name; correct the driver
            Needs    | com.example.Oddities$Needs needs a class that its jar does not have: com/example/Oddities$Absent; put it in
            Inner    | com.example.Oddities$Inner does not fit this version of the sensors library: java.lang.NoClassDefFoundError: dev/sandpiper/sensors/chip/Lm75; compile it against this one
            Twice    | the option bus of com.example.Oddities$Twice is there twice; keep one
            TakesId  | the option id of com.example.Oddities$TakesId is a key that every entry has; choose another name
            Shouts   | the option GAIN of com.example.Oddities$Shouts has no name of a key: up to 32 of a-z, 0-9 and '_', beginning with a letter
            BadDefault | the option gain of com.example.Oddities$BadDefault has the default 1, expected what Option.Kind.Whole says; correct it
            BadPattern | the option device of com.example.Oddities$BadPattern has a pattern that is none: (; correct it
            PinByAnotherName | the option input of com.example.Oddities$PinByAnotherName is a Pin, expected the name pin; call it so
            AddressAlone | com.example.Oddities$AddressAlone has an address without a bus; add Option.bus()
            """)
    void aClassThatIsNoDriverIsRefused(String name, String sentence) {
        refuse(odd(name), "agent.yaml:2:50: drivers[0].class: " + sentence);
    }

    @Test
    void theNameInTheClassIsTheOneInTheFile() {
        refuse(
                odd("Other"),
                "agent.yaml:2:20: drivers[0].type: com.example.Oddities$Other.TYPE is called 'other-chip', found 'odd' here; make them the same");
    }

    @Test
    void aClassForANewerJavaSaysWhichOne() throws IOException {
        var newer = folder.resolve("newer");
        Files.createDirectories(newer.resolve("com/example"));
        var bytes = ofClass("com/example/MyChip.class");
        bytes[7]++;
        Files.write(newer.resolve("com/example/MyChip.class"), bytes);
        DriverJars.jar(newer, folder.resolve("newer.jar"), _ -> true);
        refuse(
                yaml("type: my-chip, jar: newer.jar, class: com.example.MyChip", "type: my-chip"),
                "agent.yaml:2:52: drivers[0].class: com.example.MyChip is compiled for Java %d, expected at most %d; compile it with --release %d"
                        .formatted(NEWER, NEWER - 1, NEWER - 1));
    }

    private byte[] ofClass(String name) throws IOException {
        try (var jar = new ZipFile(folder.resolve("my-chip.jar").toFile())) {
            return jar.getInputStream(jar.getEntry(name)).readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quantities-throw | com.example.Trouble has a defect: quantities threw java.lang.IllegalStateException: no idea
            quantities-null  | com.example.Trouble has a defect: quantities threw java.lang.NullPointerException: it is null
            rules-throw      | com.example.Trouble has a defect: rules threw java.lang.AssertionError
            fahrenheit       | com.example.Trouble has a defect: quantities: temperature is in °C, found '°F'; convert it or choose another name
            reserved-name    | com.example.Trouble has a defect: quantities: a value cannot be called 'seq': up to 32 of a-z, 0-9 and '_', beginning with a letter, and none of ts, run, seq, clock, error
            name-twice       | com.example.Trouble has a defect: quantities: two values are called temperature
            nan-step         | com.example.Trouble has a defect: quantities: voltage has the step NaN, expected a positive number, or 0 for counts, flags and texts
            """)
    void whatItSaysOfItselfIsChecked(String makes, String sentence) {
        refuse(trouble(makes), "agent.yaml:3:30: sensors[0].type: " + sentence);
    }

    @Test
    void itsOwnRulesHold() {
        refuse(trouble("rule"), "agent.yaml:3:46: sensors[0].makes: found rule, expected trouble; correct it");
    }

    @Test
    void itsLaneIsItsOwnAndNoneOfTheProduct() throws ConfigErrors {
        var type = configurations().read(trouble("none")).sensors().getFirst().type();
        assertEquals("driver-trouble", type.lane(new dev.sandpiper.sensors.Section(java.util.Map.of())));
    }
}
