package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.FaultyServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketInputTest {
    /** A frame, a message in three with a ping and a pong between, an empty frame, one with a length of 16 bits. */
    private static final String TRAFFIC = "8203616263" + "020164" + "89027071" + "0000" + "8a00" + "80026566" + "8200"
            + "827e0080" + "77".repeat(128) + "827f0000000000000001" + "78";

    private static final String DATA = "616263" + "64" + "6566" + "77".repeat(128) + "78";

    private final List<String> replies = new ArrayList<>();

    private WebSocketInput input(String hex, int pauseBefore) {
        Diagnosis diagnosis = new Diagnosis(
                FaultyServer.address("broker", 80, false), Device.any().login());
        return new WebSocketInput(
                new PausingStream(HexFormat.of().parseHex(hex), pauseBefore),
                diagnosis,
                control -> replies.add(control.opcode() + " " + HexFormat.of().formatHex(control.payload())));
    }

    /** As Paho reads: again after a time-out, single bytes and blocks. */
    private static String read(WebSocketInput input, int length) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        byte[] block = new byte[50];
        while (data.size() < length) {
            try {
                if (data.size() % 2 == 0) {
                    data.write(input.read());
                } else {
                    data.write(block, 0, input.read(block, 0, block.length));
                }
            } catch (SocketTimeoutException again) {
                // The next round goes on.
            }
        }
        return HexFormat.of().formatHex(data.toByteArray());
    }

    @Test
    void everyByteArrivesWhereverATimeOutInterrupts() throws IOException {
        for (int pause = -1; pause < TRAFFIC.length() / 2; pause++) {
            replies.clear();
            assertEquals(DATA, read(input(TRAFFIC, pause), DATA.length() / 2), "time-out before byte " + pause);
            assertEquals(List.of("10 7071"), replies, "time-out before byte " + pause);
        }
    }

    @Test
    void aCloseIsAnsweredAndEndsTheInputWithItsCodeAndReason() throws IOException {
        for (int pause = -1; pause < 8; pause++) {
            replies.clear();
            WebSocketInput input = input("8806" + "03f0" + "6e6f2103", pause);
            SocketException end = assertThrows(SocketException.class, () -> read(input, 1));
            assertEquals("WebSocket closed with code 1008 (no!?)", end.getMessage());
            assertEquals(List.of("8 03f0"), replies);
        }
    }

    @Test
    void aCloseNeedsNoReason() {
        SocketException end = assertThrows(SocketException.class, () -> read(input("8800", -1), 1));
        assertEquals("WebSocket closed without a reason", end.getMessage());
    }

    @Test
    void theEndOfTheConnectionWithinAFrameIsToldAsSuch() throws IOException {
        assertThrows(EOFException.class, () -> input("82", -1).read());
        WebSocketInput cut = input("820261", -1);
        assertEquals(0x61, cut.read());
        assertEquals(-1, cut.read());
    }

    @ParameterizedTest
    @CsvSource({
        "8283 00000000 616263, is masked",
        "c203616263, uses an extension",
        "810161, 'has type 1, expected 2'",
        "830161, 'has type 3, expected 2'",
        "8b00, 'has type 11, expected 2'",
        "800161, continues a message that did not begin",
        "020161 820162, begins a message within another",
        "0900, is a control frame that is too long",
        "897e0080, is a control frame that is too long",
        "827f8000000000000000, is longer than any packet",
        "827f0000000010000005, is longer than any packet",
    })
    void aFrameThatBreaksTheRulesEndsTheConnection(String hex, String expected) {
        WebSocketInput input = input(hex.replace(" ", ""), -1);
        LinkFault fault = assertThrows(LinkFault.class, () -> read(input, 10));
        assertEquals(Cause.PROTOCOL, fault.failure().cause());
        assertTrue(
                fault.getMessage().startsWith("the broker sent a WebSocket frame that " + expected),
                fault.getMessage());
    }

    @Test
    void aFrameOfTheLargestLengthCostsNoMemory() throws IOException {
        WebSocketInput input = input("827f0000000010000004" + "6162", -1);
        assertEquals("6162", read(input, 2));
    }

    @Test
    void whatIsAvailableIsDataOnly() throws IOException {
        WebSocketInput input = input("82036162638200", -1);
        assertEquals(0, input.available());
        assertEquals(0, input.read(new byte[1], 0, 0));
        assertEquals(0x61, input.read());
        assertTrue(input.available() <= 2);
    }
}
