import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.pi4j.Pi4J;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.loader.pem.ECDSAPEMResourceKeyPairParser;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.NullMarked;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.tinylog.Logger;
import picocli.CommandLine;

/** Uses one library once, the way the agent does, and prints how long that took in ms and the process's RSS in KiB. */
@NullMarked
final class LibraryCost {
    private static final String CONFIGURATION = """
            device: { id: greenhouse-1 }
            broker: { url: mqtts://broker.example.com:8883, keep_alive: 60s }
            sensors:
              - { id: air, type: bme280, bus: 1, address: 0x76, every: 10s }
              - { id: door, type: gpio-input, pin: 17, pull: up, active: low }
            actuators:
              - { id: pump, type: gpio-output, pin: 22, initial: off, safe: off }
            """;

    /** Made for this; the pass phrase is {@code sesame}. */
    private static final String KEY = """
            -----BEGIN EC PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-128-CBC,ABFCF2E4DF8C4CB68C64339337D6DA14

            gS5TjBx16SuMEIzHVJ4kuFCVKCnIo+4D0P4bD+mRvk4L/9QVocnHymwErP+kZn38
            mhd2mcONPR+qQzEfKb3oViJqfphSvfdxX57YewcTRs21IIeY3fURc6KHeF4QGmgP
            mqs4dq+cbYj+tLEPo59f7kZx1XANcZuGL36W6AVZb38=
            -----END EC PRIVATE KEY-----
            """;

    public static void main(String[] arguments) throws Exception {
        long begun = System.nanoTime();
        use(arguments[0]);
        long micros = (System.nanoTime() - begun) / 1000;
        String rss = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", "");
        System.out.println(micros / 1000.0 + " " + rss);
        Runtime.getRuntime().halt(0);
    }

    private static void use(String library) throws Exception {
        switch (library) {
            case "nothing", "jspecify" -> {}
            case "gson" -> gson();
            case "paho" -> paho();
            case "pi4j" -> pi4j();
            case "picocli" -> new CommandLine(new Top()).parseArgs("run", "--config", "agent.yaml");
            case "snakeyaml-engine" -> new Compose(LoadSettings.builder().build()).composeString(CONFIGURATION).orElseThrow();
            case "sqlite-jdbc" -> sqlite();
            case "sshd-common" -> sshd();
            case "tinylog" -> Logger.info("started {}", library);
            case "slf4j-tinylog" -> org.slf4j.LoggerFactory.getLogger("x").info("started {}", library);
            default -> throw new IllegalArgumentException(library);
        }
    }

    private static void gson() throws Exception {
        var written = new StringWriter();
        try (var json = new JsonWriter(written)) {
            json.beginObject().name("seq").value(1).name("temperature").value(21.46).endObject();
        }
        try (var json = new JsonReader(new StringReader(written.toString()))) {
            json.beginObject();
            while (json.hasNext()) {
                json.nextName();
                json.nextDouble();
            }
        }
    }

    /** Nothing listens there: what counts is what the client loads and starts, without TLS. */
    private static void paho() throws Exception {
        try (var client = new MqttAsyncClient("tcp://127.0.0.1:9", "cost", new MemoryPersistence())) {
            client.connect(new MqttConnectOptions()).waitForCompletion();
        } catch (MqttException refused) {
            return;
        }
    }

    private static void pi4j() {
        Pi4J.newContextBuilder()
                .add(
                        GpioDDigitalInputProvider.newInstance(),
                        GpioDDigitalOutputProvider.newInstance(),
                        LinuxFsI2CProvider.newInstance())
                .build();
    }

    private static void sqlite() throws Exception {
        var file = Files.createTempDirectory("cost").resolve("outbox.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode=wal");
            statement.execute("create table record (seq integer primary key, payload blob)");
            statement.execute("insert into record values (1, x'00')");
        }
        Files.delete(file);
        Files.delete(file.getParent());
    }

    private static void sshd() throws Exception {
        var keys = ECDSAPEMResourceKeyPairParser.INSTANCE.loadKeyPairs(
                null, NamedResource.ofName("key"), FilePasswordProvider.of("sesame"), KEY.lines().toList());
        keys.iterator().next();
    }

    @CommandLine.Command(subcommands = {Run.class, Check.class, Read.class, Set.class})
    private static final class Top {}

    @CommandLine.Command(name = "run")
    private static final class Run extends Configured {}

    @CommandLine.Command(name = "check")
    private static final class Check extends Configured {}

    @CommandLine.Command(name = "read")
    private static final class Read extends Configured {}

    @CommandLine.Command(name = "set")
    private static final class Set extends Configured {}

    private abstract static class Configured {
        @CommandLine.Option(names = "--config")
        Path config = Path.of("/etc/sandpiper/agent.yaml");

        @CommandLine.Option(names = "--json", description = "as JSON")
        boolean json;
    }
}
