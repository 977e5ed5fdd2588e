package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.FaultyServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketStreamTest {
    private static final Diagnosis DIAGNOSIS = new Diagnosis(
            FaultyServer.address("broker", 1883, false), Device.any().login());
    /** Its length in two bytes, then the topic's. */
    private static final String MESSAGE = "30c801" + "0003" + "612f62" + "ab".repeat(195);
    /** CONNACK, PINGRESP, PUBLISH, PUBACK. */
    private static final byte[] TRAFFIC = hex("20020000" + "d000" + MESSAGE + "40020001");

    /** Without the answer to the ping, which is not for the reader. */
    private static final byte[] HANDED_OUT = hex("20020000" + MESSAGE + "40020001");

    private int pongs;
    private final List<IOException> failures = new ArrayList<>();

    @Test
    void everyByteArrivesWhereverATimeOutInterrupts() throws IOException {
        for (int pause = 0; pause < TRAFFIC.length; pause++) {
            InputStream source = new PausingStream(TRAFFIC, pause);
            assertArrayEquals(
                    HANDED_OUT, readAll(stream(source, 1_000), HANDED_OUT.length), "time-out before byte " + pause);
        }
        assertEquals(List.of(), failures);
        assertEquals(TRAFFIC.length, pongs);
    }

    /** What Paho cannot bear: a first byte that is followed by a time-out. */
    @Test
    void aHeaderIsHandedOutOnlyWhole() throws IOException {
        PacketStream stream = stream(new PausingStream(TRAFFIC, 1), 1_000);
        assertThrows(SocketTimeoutException.class, stream::read);
        assertEquals(0x20, stream.read());
        assertEquals(0x02, stream.read());
    }

    @Test
    void aLengthOfFiveBytesIsMalformed() {
        assertFailsWith(Cause.PROTOCOL, "20020000" + "30ffffffff01", 1_000);
    }

    @Test
    void theLargestLengthIsRefusedBeforeAnybodyAllocatesIt() {
        assertFailsWith(Cause.PACKET_TOO_LARGE, "20020000" + "90ffffff7f", 268_435_454);
    }

    /** The last byte that is handed out is spoilt; what follows is the next packet. */
    @Test
    void aMessageAboveTheLimitIsCutWhereverATimeOutInterrupts() throws IOException {
        byte[] cut = hex("20020000" + "309601" + "0003" + "612f62" + "ab".repeat(144) + "ff" + "40020001");
        for (int pause = 0; pause < TRAFFIC.length; pause++) {
            InputStream source = new PausingStream(TRAFFIC, pause);
            assertArrayEquals(cut, readAll(stream(source, 150), cut.length), "time-out before byte " + pause);
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void anythingButAConnackAtFirstIsNotMqtt() {
        assertFailsWith(Cause.PROTOCOL, "485454502f312e31", 1_000);
    }

    @Test
    void theEndOfTheStreamIsAFailureThatIsToldBeforehand() throws IOException {
        PacketStream stream = stream(new PausingStream(hex("20020000"), -1), 1_000);
        assertEquals(4, stream.readNBytes(4).length);
        EOFException end = assertThrows(EOFException.class, stream::read);
        assertSame(end, failures.getFirst());
    }

    @Test
    void anOverdueConnackIsAFailureAndALaterSilenceIsNot() throws IOException {
        long now = System.nanoTime();
        PacketStream mute = new PacketStream(
                new PausingStream(TRAFFIC, 0), 1_000, DIAGNOSIS, now - 1, failures::add, () -> pongs++);
        LinkFault fault = assertThrows(LinkFault.class, mute::read);
        assertEquals(Cause.TIMEOUT, fault.failure().cause());

        PacketStream answered = new PacketStream(
                new PausingStream(TRAFFIC, 4), 1_000, DIAGNOSIS, now - 1, failures::add, () -> pongs++);
        assertEquals(4, answered.readNBytes(4).length);
        assertThrows(SocketTimeoutException.class, answered::read);
    }

    private void assertFailsWith(Cause expected, String traffic, int limit) {
        PacketStream stream = stream(new PausingStream(hex(traffic), -1), limit);
        LinkFault fault = assertThrows(LinkFault.class, () -> readAll(stream));
        assertEquals(expected, fault.failure().cause());
        assertSame(fault, failures.getFirst());
    }

    private PacketStream stream(InputStream source, int limit) {
        return new PacketStream(
                source, limit, DIAGNOSIS, System.nanoTime() + 60_000_000_000L, failures::add, () -> pongs++);
    }

    /** As Paho reads: again after a time-out, single bytes and blocks. */
    private static byte[] readAll(PacketStream stream) throws IOException {
        return readAll(stream, TRAFFIC.length);
    }

    private static byte[] readAll(PacketStream stream, int length) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] block = new byte[64];
        while (read.size() < length) {
            try {
                if (read.size() % 2 == 0) {
                    read.write(stream.read());
                } else {
                    read.write(block, 0, stream.read(block, 0, block.length));
                }
            } catch (SocketTimeoutException again) {
                // The next round goes on.
            }
        }
        return read.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
