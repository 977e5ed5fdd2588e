package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks a broker which topics a client may publish to, with a message to each. In MQTT 5, of which this is as much
 * as that takes: MQTT 3.1.1 has no way to say no to a message.
 */
public final class PublishRights implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH_AT_LEAST_ONCE = 0x32;
    private static final int RETAIN = 0x01;
    private static final int PUBACK = 0x40;
    private static final int DISCONNECT = 0xe0;

    private static final int VERSION = 5;
    private static final int CLEAN_START = 0x02;
    private static final int WITH_PASSWORD = 0x40;
    private static final int WITH_NAME = 0x80;
    private static final int NO_PROPERTIES = 0;

    /** From here on a reason code says no (MQTT 5.0, section 2.4). */
    private static final int REFUSED = 0x80;

    private final GuardedSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int packetId;

    private PublishRights(GuardedSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * What the broker says, by topic; nothing where it does not say.
     *
     * @param messages by topic; one that is empty is not kept either where it would have to be
     */
    public static Map<String, Boolean> ask(
            BrokerAddress address, Login login, Map<String, byte[]> messages, Retain retain) {
        var answers = new HashMap<String, Boolean>();
        try (var connection = open(address, login)) {
            connection.log(login);
            for (var message : messages.entrySet())
                answers.put(message.getKey(), connection.mayPublish(message.getKey(), message.getValue(), retain));
            connection.send(DISCONNECT, new byte[0]);
        } catch (IOException speaksNoMqtt5OrEndedIt) {
            return answers;
        }
        return answers;
    }

    private static PublishRights open(BrokerAddress address, Login login) throws IOException {
        var socket = new GuardedSocket(
                address, login, PahoTransport.NAMES, new Diagnosis(address, login), PATIENCE, event -> {});
        socket.connect(InetSocketAddress.createUnresolved(address.host(), address.port()), 0);
        return new PublishRights(socket);
    }

    private void log(Login login) throws IOException {
        var body = new ByteArrayOutputStream();
        var data = new DataOutputStream(body);
        text(data, "MQTT");
        data.writeByte(VERSION);
        data.writeByte(CLEAN_START
                | (login.username().isPresent() ? WITH_NAME : 0)
                | (login.password().isPresent() ? WITH_PASSWORD : 0));
        data.writeShort((int) login.keepAlive().toSeconds());
        data.writeByte(NO_PROPERTIES);
        text(data, login.clientId());
        if (login.username().isPresent()) text(data, login.username().get());
        if (login.password().isPresent()) text(data, login.password().get());
        send(CONNECT, body.toByteArray());
        var answer = answer(CONNACK);
        // One of MQTT 3.1.1 has two bytes: the broker has not understood which version is spoken.
        if (answer.length < 3 || (answer[1] & 0xff) >= REFUSED) throw new IOException("no login with MQTT 5");
    }

    private boolean mayPublish(String topic, byte[] payload, Retain retain) throws IOException {
        var body = new ByteArrayOutputStream();
        var data = new DataOutputStream(body);
        text(data, topic);
        data.writeShort(++packetId);
        data.writeByte(NO_PROPERTIES);
        data.write(payload);
        send(retain == Retain.YES ? PUBLISH_AT_LEAST_ONCE | RETAIN : PUBLISH_AT_LEAST_ONCE, body.toByteArray());
        var answer = answer(PUBACK);
        return answer.length < 3 || (answer[2] & 0xff) < REFUSED;
    }

    private static void text(DataOutputStream data, CharSequence text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        data.writeShort(bytes.remaining());
        data.write(bytes.array(), 0, bytes.remaining());
    }

    private static void text(DataOutputStream data, char[] text) throws IOException {
        text(data, CharBuffer.wrap(text));
    }

    private void send(int type, byte[] body) throws IOException {
        var packet = new ByteArrayOutputStream();
        packet.write(type);
        var length = body.length;
        for (; length >= 0x80; length >>= 7) packet.write(length & 0x7f | 0x80);
        packet.write(length);
        packet.writeBytes(body);
        out.write(packet.toByteArray());
        out.flush();
    }

    /** The body of the next packet of this type; the broker has no reason to send many others. */
    private byte[] answer(int type) throws IOException {
        while (true) {
            var found = in.readUnsignedByte();
            var length = 0;
            var shift = 0;
            int next;
            do {
                next = in.readUnsignedByte();
                length |= (next & 0x7f) << shift;
                shift += 7;
            } while (next >= 0x80);
            var body = in.readNBytes(length);
            if (found == type) return body;
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
