import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/**
 * {@code SwitchRival NAME PORT PASSWORD_FILE TRACE}: HiveMQ's client that switches a pump as well, and writes the pin's
 * levels as the simulated board does. It remembers no command.
 */
@NullMarked
final class SwitchRival extends HiveMqRival {
    private static final Pattern COMMAND = Pattern.compile("\"id\":\"([^\"]+)\",\"value\":\"(on|off)\"");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String replies;
    private final Path trace;

    private SwitchRival(String name, String port, String passwordFile, Path trace) throws Exception {
        super(name, port, passwordFile);
        replies = "sandpiper/" + name + "/reply/pump";
        this.trace = trace;
        client.subscribeWith()
                .topicFilter("sandpiper/" + name + "/command/pump")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(command -> carryOut(new String(command.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .join();
    }

    private void carryOut(String payload) {
        var command = COMMAND.matcher(payload);
        if (!command.find()) throw new IllegalArgumentException(payload);
        try {
            write(command.group(2).equals("on") ? "high" : "low");
        } catch (IOException failure) {
            fail(failure);
        }
        var reply = "{\"id\":\"" + command.group(1) + "\",\"result\":\"done\"}";
        publish(replies, reply.getBytes(StandardCharsets.UTF_8), () -> {});
    }

    private void write(String level) throws IOException {
        var line = STAMP.format(Instant.now()) + " gpio 22 " + level + "\n";
        Files.writeString(trace, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public static void main(String[] arguments) throws Exception {
        new SwitchRival(arguments[0], arguments[1], arguments[2], Path.of(arguments[3])).obey();
    }
}
