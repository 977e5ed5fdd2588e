import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/**
 * {@code Operator PORT PASSWORD_FILE}: switches a device's pump on and off, one command after the other. Obeys
 * {@code begin DEVICE} and {@code end}, and answers the latter with the milliseconds from command to reply.
 */
@NullMarked
final class Operator {
    /** Between a reply and the next command: there are many people, and none of them waits for the disk. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final int PATIENCE_SECONDS = 20;

    private final Mqtt3AsyncClient client;
    private final Semaphore replies = new Semaphore(0);
    private final List<Double> millis = new ArrayList<>();
    private volatile String expected = "";
    private volatile boolean goesOn;
    private long sent;

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
                millis.add(once(device));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException | RuntimeException failure) {
            Rival.fail(failure);
        }
    }

    private double once(String device) throws InterruptedException {
        expected = "\"id\":\"" + ProcessHandle.current().pid() + "-" + ++sent + "\"";
        var payload = "{" + expected + ",\"value\":\"" + (sent % 2 == 0 ? "off" : "on") + "\"}";
        var begun = System.nanoTime();
        client.publishWith()
                .topic("sandpiper/" + device + "/command/pump")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
        if (!replies.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
            throw new IllegalStateException("no reply from " + device + " within " + PATIENCE_SECONDS + " s");
        return (System.nanoTime() - begun) / 1e6;
    }

    private Thread begin(String device) {
        goesOn = true;
        millis.clear();
        var sender = new Thread(() -> command(device), "commands");
        sender.start();
        return sender;
    }

    private void obey() throws InterruptedException {
        System.out.println("online");
        var sender = Thread.currentThread();
        for (var orders = new Scanner(System.in); orders.hasNext(); ) {
            if (orders.next().equals("begin")) {
                sender = begin(orders.next());
                System.out.println("begun");
                continue;
            }
            goesOn = false;
            sender.join();
            millis.forEach(one -> System.out.printf("%.2f ", one));
            System.out.println();
        }
        System.exit(0);
    }

    public static void main(String[] arguments) throws Exception {
        new Operator(arguments[0], arguments[1]).obey();
    }
}
