import java.nio.file.Path;
import java.util.Enumeration;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.internal.MqttPersistentData;
import org.eclipse.paho.client.mqttv3.persist.MqttDefaultFilePersistence;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Eclipse Paho's own: a file for each message, synchronised at once, so that there is nothing to commit. */
@NullMarked
final class PahoKeeping implements Keeping {
    private @Nullable MqttDefaultFilePersistence files;

    @Override
    public long open(Path folder) throws MqttException {
        var opened = files = new MqttDefaultFilePersistence(folder.toString());
        opened.open("bench", "tcp://localhost");
        var records = 0L;
        for (Enumeration<String> keys = opened.keys(); keys.hasMoreElements(); records++) opened.get(keys.nextElement());
        return records;
    }

    @Override
    public void add(long number) throws MqttException {
        var payload = Keeping.payload(number);
        files().put("s-" + number, new MqttPersistentData("s-" + number, payload, 0, payload.length, null, 0, 0));
    }

    @Override
    public void commit() {}

    @Override
    public void drain() throws MqttException {
        for (Enumeration<String> keys = files().keys(); keys.hasMoreElements(); ) files().remove(keys.nextElement());
    }

    @Override
    public void close() throws MqttException {
        files().close();
    }

    private MqttDefaultFilePersistence files() {
        if (files == null) throw new IllegalStateException("not opened");
        return files;
    }
}
