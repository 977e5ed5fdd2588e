import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/**
 * {@code Operator PORT PASSWORD_FILE}: switches a device's pump on and off, one command after the other. Obeys
 * {@code begin DEVICE TRACE} and {@code end}, and answers the latter with the milliseconds to the pin and to the reply of
 * each command, {@code 1.52/2.31}. The trace has the pin's levels by the clock that all processes of a machine share.
 */
@NullMarked
final class Operator {
    /** Between a reply and the next command: there are many people, and none of them waits for the disk. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final int PATIENCE_SECONDS = 20;

    /** A trace has whole milliseconds: what it cuts off is half of one in the middle. */
    private static final Duration CUT = Duration.ofNanos(500_000);

    private final Mqtt3AsyncClient client;
    private final Semaphore replies = new Semaphore(0);
    private final List<Command> commands = new ArrayList<>();
    private final Set<String> on = new HashSet<>();
    private volatile String expected = "";
    private volatile boolean goesOn;
    private long sent;

    /** @param sent by the clock of the trace */
    private record Command(Instant sent, double millis, String level) {}

    private Operator(String port, String passwordFile) throws Exception {
        client = HiveMqRival.connected("operator", port, "operator", passwordFile);
        client.subscribeWith()
                .topicFilter("sandpiper/+/reply/pump")
                .qos(MqttQos.AT_MOST_ONCE)
                .callback(reply -> heard(new String(reply.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .join();
    }

    private void heard(String reply) {
        if (!reply.contains(expected)) return;
        if (!reply.contains("\"result\":\"done\"")) throw new IllegalStateException(reply);
        replies.release();
    }

    private void command(String device) {
        try {
            while (goesOn) {
                commands.add(once(device));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException | RuntimeException failure) {
            Rival.fail(failure);
        }
    }

    private Command once(String device) throws InterruptedException {
        expected = "\"id\":\"" + ProcessHandle.current().pid() + "-" + ++sent + "\"";
        // Always the other one: what is as it should be already shows at no pin.
        var goesOff = on.remove(device);
        if (!goesOff) on.add(device);
        var payload = "{" + expected + ",\"value\":\"" + (goesOff ? "off" : "on") + "\"}";
        var wall = Instant.now();
        var begun = System.nanoTime();
        client.publishWith()
                .topic("sandpiper/" + device + "/command/pump")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
        if (!replies.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
            throw new IllegalStateException("no reply from " + device + " within " + PATIENCE_SECONDS + " s");
        return new Command(wall, (System.nanoTime() - begun) / 1e6, goesOff ? "low" : "high");
    }

    /** Each command has its line in the trace, or was not carried out once. */
    private String figures(List<String> changes) {
        if (changes.size() != commands.size())
            throw new IllegalStateException(commands.size() + " commands, but the pin changed " + changes.size() + " times");
        var figures = new StringBuilder();
        for (var each = 0; each < commands.size(); each++) {
            var command = commands.get(each);
            var change = changes.get(each).split(" ");
            if (!change[3].equals(command.level())) throw new IllegalStateException(command + ", but " + changes.get(each));
            var pin = Duration.between(command.sent(), Instant.parse(change[0]).plus(CUT));
            figures.append(String.format(Locale.ROOT, "%.2f/%.2f ", pin.toNanos() / 1e6, command.millis()));
        }
        return figures.toString();
    }

    private static List<String> changes(Path trace) throws IOException {
        if (!Files.exists(trace)) return List.of();
        try (var lines = Files.lines(trace)) {
            return lines.filter(line -> line.contains(" gpio 22 ")).toList();
        }
    }

    private Thread begin(String device) {
        goesOn = true;
        commands.clear();
        var sender = new Thread(() -> command(device), "commands");
        sender.start();
        return sender;
    }

    private void obey() throws InterruptedException, IOException {
        System.out.println("online");
        var sender = Thread.currentThread();
        var trace = Path.of("");
        var before = 0;
        for (var orders = new Scanner(System.in); orders.hasNext(); ) {
            if (orders.next().equals("begin")) {
                var device = orders.next();
                trace = Path.of(orders.next());
                before = changes(trace).size();
                sender = begin(device);
                System.out.println("begun");
                continue;
            }
            goesOn = false;
            sender.join();
            var changes = changes(trace);
            System.out.println(figures(changes.subList(before, changes.size())));
        }
        System.exit(0);
    }

    public static void main(String[] arguments) throws Exception {
        try {
            new Operator(arguments[0], arguments[1]).obey();
        } catch (IOException | InterruptedException | RuntimeException failure) {
            Rival.fail(failure);
        }
    }
}
