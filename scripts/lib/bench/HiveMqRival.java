import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;

/** {@code HiveMqRival NAME PORT PASSWORD_FILE}: HiveMQ's client, which keeps nothing on the disk. */
@NullMarked
class HiveMqRival extends Rival {
    final Mqtt3AsyncClient client;

    HiveMqRival(String name, String port, String passwordFile) throws Exception {
        super(name);
        client = connected(name, port, "demo", passwordFile);
    }

    static Mqtt3AsyncClient connected(String name, String port, String username, String passwordFile)
            throws Exception {
        var client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(name)
                .serverHost("127.0.0.1")
                .serverPort(Integer.parseInt(port))
                .sslWithDefaultConfig()
                .simpleAuth()
                .username(username)
                .password(password(passwordFile).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        client.connect().join();
        return client;
    }

    @Override
    void publish(String topic, byte[] payload, Runnable acknowledged) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send()
                .whenComplete((sent, failure) -> {
                    if (failure == null) acknowledged.run();
                    else fail(failure);
                });
    }

    public static void main(String[] arguments) throws Exception {
        new HiveMqRival(arguments[0], arguments[1], arguments[2]).obey();
    }
}
