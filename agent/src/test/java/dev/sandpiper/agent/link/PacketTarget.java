package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** For a fuzzer: whatever a broker sends, the reader gets the same wherever a read times out, or a fault. */
public final class PacketTarget {
    private static final int LIMIT = 200;
    private static final long FOR_EVER = 1L << 60;
    private static final byte[] CONNACK = {0x20, 2, 0, 0};
    private static final Diagnosis DIAGNOSIS = new Diagnosis(
            FaultyServer.address("broker", 1883, false), Device.any().login());

    private PacketTarget() {}

    /** Called by the fuzzer, by this name. */
    public static void fuzzerTestOneInput(byte[] input) {
        var script = new Script(input);
        var pause = script.next();
        var bytes = traffic(script);
        assertArrayEquals(read(new PausingStream(bytes, -1)), read(new PausingStream(bytes, pause % bytes.length)));
    }

    private static byte[] traffic(Script script) {
        var all = new ByteArrayOutputStream();
        if (script.next() % 8 != 0) all.writeBytes(CONNACK);
        all.write(script.next());
        while (!script.isOver()) all.write(script.next());
        return all.toByteArray();
    }

    private static byte[] read(InputStream source) {
        var stream = new PacketStream(source, LIMIT, DIAGNOSIS, System.nanoTime() + FOR_EVER, _ -> {}, () -> {});
        var read = new ByteArrayOutputStream();
        while (true) {
            try {
                read.write(stream.read());
            } catch (SocketTimeoutException again) {
                // The next round goes on.
            } catch (IOException end) {
                return read.toByteArray();
            }
        }
    }
}
