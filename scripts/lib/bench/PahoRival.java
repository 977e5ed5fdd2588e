import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttClientPersistence;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.client.mqttv3.persist.MqttDefaultFilePersistence;
import org.jspecify.annotations.NullMarked;

/** {@code PahoRival NAME PORT PASSWORD_FILE memory|FOLDER}: Eclipse Paho by itself, with its own sockets. */
@NullMarked
final class PahoRival extends Rival {
    /** Paho frees its window later than it tells of the acknowledgement. */
    private static final int MARGIN = 50;

    private final MqttAsyncClient client;

    private PahoRival(String name, String port, String passwordFile, MqttClientPersistence persistence)
            throws Exception {
        super(name);
        client = new MqttAsyncClient("ssl://127.0.0.1:" + port, name, persistence);
        var options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName("demo");
        options.setPassword(password(passwordFile).toCharArray());
        options.setMaxInflight(WINDOW + MARGIN);
        client.connect(options).waitForCompletion();
    }

    @Override
    void publish(String topic, byte[] payload, Runnable acknowledged) throws Exception {
        client.publish(topic, payload, 1, false, null, new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                acknowledged.run();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
                fail(cause);
            }
        });
    }

    public static void main(String[] arguments) throws Exception {
        var persistence = arguments[3].equals("memory")
                ? new MemoryPersistence()
                : new MqttDefaultFilePersistence(arguments[3]);
        new PahoRival(arguments[0], arguments[1], arguments[2], persistence).obey();
    }
}
