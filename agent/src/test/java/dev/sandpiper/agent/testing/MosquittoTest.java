package dev.sandpiper.agent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MosquittoTest {
    @TempDir
    Path folder;

    @Test
    void aClientWithThePasswordAndTheAuthorityIsServedBeforeAndAfterAKill() {
        TestCertificates certificates = TestCertificates.in(folder.resolve("ca"));
        try (Mosquitto broker = Mosquitto.in(folder.resolve("broker"))
                .withTls(certificates, certificates.forLoopback())
                .withPassword("pi", "secret")
                .start()) {
            broker.publish("greeting", "hello", "-r");
            assertEquals("hello", retained(broker));
            broker.stop();
            broker.start();
            assertEquals("hello", retained(broker));
            broker.kill();
            assertThrows(AssertionError.class, () -> broker.publish("greeting", "hello"));
        }
    }

    private static String retained(Mosquitto broker) {
        List<String> line = broker.clientLine("mosquitto_sub", "-C", "1", "-W", "20", "-t", "greeting");
        return Command.run(line).strip();
    }
}
