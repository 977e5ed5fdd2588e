package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.WebSocketServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketHandshakeTest {
    private static final BrokerAddress ADDRESS =
            new BrokerAddress("wss://b:8084/mqtt", "b", 8084, true, Optional.of("/mqtt?token=secret"));

    private final ByteArrayOutputStream request = new ByteArrayOutputStream();

    /** Answers what the test makes of the request. */
    private InputStream open(BrokerAddress address, Function<String, String> answer) throws IOException {
        ByteArrayInputStream[] in = new ByteArrayInputStream[1];
        InputStream server = new InputStream() {
            @Override
            public int read() {
                if (in[0] == null) {
                    in[0] = new ByteArrayInputStream(
                            answer.apply(request.toString(ISO_8859_1)).getBytes(ISO_8859_1));
                }
                return in[0].read();
            }
        };
        new WebSocketHandshake(address, "b:8084").open(server, request, System.nanoTime() + 60_000_000_000L);
        return server;
    }

    private LinkFault refused(String answer) {
        return assertThrows(LinkFault.class, () -> open(ADDRESS, question -> answer));
    }

    @Test
    void theRequestIsThatOfRfc6455ForMqtt() throws IOException {
        open(ADDRESS, WebSocketServer::agreement);
        List<String> lines = request.toString(ISO_8859_1).lines().toList();
        String key = lines.get(4).replace("Sec-WebSocket-Key: ", "");
        assertEquals(
                List.of(
                        "GET /mqtt?token=secret HTTP/1.1",
                        "Host: b:8084",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + key,
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Protocol: mqtt",
                        ""),
                lines);
        assertEquals(16, Base64.getDecoder().decode(key).length);
    }

    @ParameterizedTest
    @CsvSource({
        "b.example.com, 443, true, b.example.com",
        "b.example.com, 443, false, b.example.com:443",
        "localhost, 80, false, localhost",
        "::1, 8084, true, [::1]:8084"
    })
    void theHostIsNamedWithAPortThatIsNotTheUsualOne(String host, int port, boolean tls, String expected)
            throws IOException {
        open(new BrokerAddress("u", host, port, tls, Optional.of("/mqtt")), WebSocketServer::agreement);
        assertTrue(request.toString(ISO_8859_1).contains("\r\nHost: " + expected + "\r\n"));
    }

    /** RFC 6455, section 1.3, has this key with this proof. */
    @Test
    void theServersProofIsThatOfTheStandard() {
        assertTrue(WebSocketServer.agreement("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    }

    @Test
    void notAByteBeyondTheAnswerIsTaken() throws IOException {
        InputStream rest = open(ADDRESS, question -> WebSocketServer.agreement(question) + "frame");
        assertEquals("frame", new String(rest.readAllBytes(), ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket>Upgrade: WebSocket",
                "Connection: Upgrade>connection:keep-alive, upgrade",
                "Sec-WebSocket-Protocol: mqtt\r\n>",
                "HTTP/1.1 101 Switching Protocols>HTTP/1.1 101",
                "\r\n>\n"
            })
    void whatServersWriteDifferentlyIsUnderstood(String change) throws IOException {
        String[] parts = change.split(">", -1);
        open(ADDRESS, question -> WebSocketServer.agreement(question).replace(parts[0], parts[1]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "Upgrade: websocket > X: y > does not change to WebSocket",
                "Connection: Upgrade > Connection: close > does not change to WebSocket",
                "Sec-WebSocket-Accept: > Sec-WebSocket-Accept: x > answers another WebSocket request",
                "Sec-WebSocket-Accept: > X: > answers another WebSocket request",
                "Upgrade: websocket > Upgrade: websocket|Sec-WebSocket-Extensions: permessage-deflate > wants WebSocket extensions",
                "Sec-WebSocket-Protocol: mqtt > Sec-WebSocket-Protocol: chat > opens a WebSocket for 'chat'"
            })
    void anAnswerThatDoesNotFitIsAFailure(String found, String instead, String expected) {
        LinkFault fault = assertThrows(
                LinkFault.class,
                () -> open(
                        ADDRESS,
                        question -> WebSocketServer.agreement(question).replace(found, instead.replace("|", "\r\n"))));
        assertEquals(Cause.PROTOCOL, fault.failure().cause());
        assertTrue(fault.getMessage().startsWith("b:8084 "), fault.getMessage());
        assertTrue(fault.getMessage().contains(expected), fault.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "301 Moved, PROTOCOL, 'redirects to ''https://c/x'' (HTTP 301)'",
        "401 Unauthorized, NOT_AUTHORISED, 'wants an HTTP login for ''/mqtt'' (HTTP 401)'",
        "403 Forbidden, NOT_AUTHORISED, 'forbids ''/mqtt'' (HTTP 403); check the path in broker.url'",
        "404 Not Found, PROTOCOL, 'has nothing at ''/mqtt'' (HTTP 404); correct the path in broker.url'",
        "503 Busy, UNAVAILABLE, 'cannot open a WebSocket at ''/mqtt'' now (HTTP 503)'",
        "400 Bad Request, PROTOCOL, 'opens no WebSocket at ''/mqtt'' (HTTP 400)'",
        "200 OK, PROTOCOL, 'opens no WebSocket at ''/mqtt'' (HTTP 200)'"
    })
    void aRefusalSaysWhatToDo(String status, Cause cause, String expected) {
        LinkFault fault = refused("HTTP/1.1 " + status + "\r\nLocation: https://c/x?token=secret\r\n\r\n");
        assertEquals(cause, fault.failure().cause());
        assertTrue(fault.getMessage().startsWith("b:8084 " + expected), fault.getMessage());
        assertTrue(!fault.getMessage().contains("secret"), fault.getMessage());
    }

    @Test
    void aPeerThatSpeaksSomethingElseIsRecognisedAtItsFirstByte() {
        assertEquals(
                "b:8084 does not speak HTTP: its answer begins with 0x20; use mqtts:// for a listener of plain MQTT",
                refused(" ").getMessage());
        assertTrue(refused("HTTP/2 101\r\n\r\n").getMessage().contains("is not one of HTTP/1.1"));
        assertTrue(refused("HELO\r\n\r\n").getMessage().contains("is not one of HTTP/1.1"));
    }

    @Test
    void anAnswerWithoutEndIsCut() {
        String endless = "HTTP/1.1 101 Switching Protocols\r\n" + "X: yyyyyyyyyyyyyyyy\r\n".repeat(10_000);
        assertTrue(refused(endless).getMessage().contains("has more than 16384 bytes"));
    }

    @Test
    void whatTheServerSaysCannotForgeALineInTheLog() {
        LinkFault fault =
                refused("HTTP/1.1 302 Found\r\nLocation: https://c/\u001b[2J\u0007x" + "y".repeat(500) + "\r\n\r\n");
        assertTrue(fault.getMessage().contains("'https://c/?[2J?xyyy"), fault.getMessage());
        assertTrue(fault.getMessage().length() < 400, fault.getMessage());
    }

    @Test
    void anAnswerThatStopsIsAnEnd() {
        assertThrows(EOFException.class, () -> open(ADDRESS, question -> "HTTP/1.1 101"));
    }

    @Test
    void anAnswerThatTricklesIsOverdue() {
        InputStream trickle = new ByteArrayInputStream("HTTP/1.1 101 Switching".getBytes(ISO_8859_1));
        assertThrows(
                SocketTimeoutException.class,
                () -> new WebSocketHandshake(ADDRESS, "b").open(trickle, request, System.nanoTime() - 1));
    }
}
