package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Opens a WebSocket that carries MQTT: RFC 6455, section 4.1, and MQTT 3.1.1, section 6. */
final class WebSocketHandshake {
    /** RFC 6455, section 1.3. */
    private static final String PROOF = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final String PROTOCOL = "mqtt";
    private static final int OPENED = 101;
    private static final int KEY_BYTES = 16;

    private final BrokerAddress address;
    private final String target;
    private final String peer;
    private final String key;

    /** @param peer the broker as people read it */
    WebSocketHandshake(BrokerAddress address, String peer) {
        this.address = address;
        this.target = address.webSocket().orElseThrow();
        this.peer = peer;
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = Base64.getEncoder().encodeToString(random);
    }

    /**
     * @param in is read up to the first frame
     * @param endBy {@link System#nanoTime} by which the answer must have come
     */
    void open(InputStream in, OutputStream out, long endBy) throws IOException {
        out.write(request().getBytes(StandardCharsets.US_ASCII));
        out.flush();
        try {
            HttpAnswer answer = HttpAnswer.read(in, endBy);
            if (answer.status() != OPENED) {
                throw new LinkFault(HttpRefusal.of(answer, peer, target));
            }
            check(answer);
        } catch (HttpAnswer.NotHttp e) {
            throw wrong("does not speak HTTP: " + e.getMessage() + "; use mqtts:// for a listener of plain MQTT");
        }
    }

    private String request() {
        return String.join(
                "\r\n",
                "GET " + target + " HTTP/1.1",
                "Host: " + host(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + key,
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Protocol: " + PROTOCOL,
                "",
                "");
    }

    private String host() {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        boolean usual = address.port() == (address.tls() ? 443 : 80);
        return usual ? host : host + ":" + address.port();
    }

    private void check(HttpAnswer answer) throws LinkFault {
        if (!answer.has("upgrade", "websocket") || !answer.has("connection", "upgrade")) {
            throw wrong(
                    "says 101 and does not change to WebSocket; is a proxy in front of it that does not know them?");
        }
        if (!answer.field("sec-websocket-accept").equals(Optional.of(expectedProof()))) {
            throw wrong("answers another WebSocket request than this one; is a cache in front of it?");
        }
        if (answer.field("sec-websocket-extensions").isPresent()) {
            throw wrong("wants WebSocket extensions nobody asked for; switch them off there");
        }
        // Some brokers leave it out, against MQTT's rule; the CONNACK will show what it is.
        String protocol = answer.field("sec-websocket-protocol").orElse(PROTOCOL);
        if (!protocol.equals(PROTOCOL)) {
            throw wrong("opens a WebSocket for '%s', expected '%s'; is it an MQTT broker?"
                    .formatted(HttpRefusal.shown(protocol), PROTOCOL));
        }
    }

    private String expectedProof() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + PROOF).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private LinkFault wrong(String what) {
        return new LinkFault(new Failure(Cause.PROTOCOL, peer + " " + what));
    }
}
