package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketOutputTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final WebSocketOutput output = new WebSocketOutput(sent);

    /** What a server makes of the next frame: RFC 6455, section 5.2. */
    private static byte[] unmasked(DataInputStream in, int opcode) throws IOException {
        assertEquals(0x80 | opcode, in.readUnsignedByte(), "one whole frame of this type");
        int second = in.readUnsignedByte();
        assertEquals(0x80, second & 0x80, "masked");
        int length = switch (second & 0x7f) {
            case 126 -> in.readUnsignedShort();
            case 127 -> (int) in.readLong();
            default -> second & 0x7f;
        };
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) payload[i] ^= mask[i % 4];
        return payload;
    }

    private DataInputStream server() {
        return new DataInputStream(new ByteArrayInputStream(sent.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 125, 126, 127, 16_384, 65_535, 65_536, 100_000})
    void aWriteIsOneFrameWhateverItsLength(int length) throws IOException {
        byte[] payload = new byte[length + 7];
        new Random(length).nextBytes(payload);
        output.write(payload, 5, length);
        byte[] expected = Arrays.copyOfRange(payload, 5, 5 + length);
        DataInputStream server = server();
        assertArrayEquals(expected, unmasked(server, 2));
        assertEquals(-1, server.read());
    }

    @Test
    void theMaskChangesFromFrameToFrame() throws IOException {
        output.write(new byte[100]);
        byte[] first = sent.toByteArray();
        sent.reset();
        output.write(new byte[100]);
        assertNotEquals(new String(first, StandardCharsets.ISO_8859_1), sent.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theNewestPingIsAnsweredBetweenTwoWrites() throws IOException {
        output.write(new byte[] {1});
        output.reply(new WebSocketControl(WebSocketControl.PONG, new byte[] {7}));
        output.reply(new WebSocketControl(WebSocketControl.PONG, new byte[] {8}));
        output.flush();
        output.flush();
        output.write(2);
        DataInputStream server = server();
        assertArrayEquals(new byte[] {1}, unmasked(server, 2));
        assertArrayEquals(new byte[] {8}, unmasked(server, 10));
        assertArrayEquals(new byte[] {2}, unmasked(server, 2));
        assertEquals(-1, server.read());
    }
}
