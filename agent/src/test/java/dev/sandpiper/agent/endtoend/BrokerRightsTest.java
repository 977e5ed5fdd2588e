package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.endtoend.Difference.CLOSES_ON_FORBIDDEN_FILTER;
import static dev.sandpiper.agent.endtoend.Difference.CLOSES_ON_FORBIDDEN_TOPIC;
import static dev.sandpiper.agent.endtoend.Difference.REFUSES_FORBIDDEN_FILTER;
import static dev.sandpiper.agent.endtoend.Difference.RETAINED_FOR_EXACT_TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a device that asks for too much is told, at each broker of scripts/test-brokers: by mosquitto's own clients. */
@Tag("brokers")
class BrokerRightsTest {
    private static final String DEVICE = "hut-1";
    private static final String FOREIGN = "sandpiper/hut-2/status";

    @RegisterExtension
    static final TestedBroker TESTED = new TestedBroker();

    @Test
    void aMessageOnAnothersTopicIsNotPassedOn() throws IOException {
        try (var recorder = Recorder.on(TESTED.broker(), "recorder", "sandpiper/#")) {
            var told = asDevice("mosquitto_pub", "-t", FOREIGN, "-m", "forged");
            if (TESTED.differs(CLOSES_ON_FORBIDDEN_TOPIC)) assertTrue(told.contains("connection was lost"), told);
            else assertTrue(told.contains("PUBACK"), told);
            asDevice("mosquitto_pub", "-t", "sandpiper/hut-1/status", "-m", "own");
            recorder.await("sandpiper/hut-1/status", "own"::equals);
            assertEquals(List.of(), recorder.on(FOREIGN));
        }
    }

    @Test
    void aSubscriptionToAnothersTopicBringsNothing() throws IOException {
        TESTED.broker().publish("sandpiper/hut-2/command/pump", "on", "-r");
        var told = asDevice("mosquitto_sub", "-t", "sandpiper/hut-2/command/pump", "-W", "3", "-F", "arrived %p");
        assertTrue(!told.contains("arrived"), told);
        if (TESTED.differs(CLOSES_ON_FORBIDDEN_FILTER)) assertTrue(!told.contains("SUBACK"), told);
        else if (TESTED.differs(REFUSES_FORBIDDEN_FILTER)) assertTrue(told.contains("Subscribed (mid: 1): 128"), told);
        else assertTrue(told.contains("Subscribed (mid: 1): 1\n"), told);
    }

    @Test
    void whoComesLaterIsToldWhatIsRetained() throws IOException {
        asDevice("mosquitto_pub", "-r", "-t", "sandpiper/hut-1/status", "-m", "kept");
        assertTrue(retained("sandpiper/hut-1/status").contains("1 kept"));
        if (TESTED.differs(RETAINED_FOR_EXACT_TOPICS)) assertEquals("", retained("sandpiper/+/status"));
        else assertTrue(retained("sandpiper/+/status").contains("1 kept"));
    }

    private static String retained(String filter) throws IOException {
        return output(TESTED.broker().clientLine("mosquitto_sub", "-q", "1", "-t", filter, "-W", "3", "-F", "%r %p"))
                .replace("Timed out\n", "");
    }

    private static String asDevice(String client, String... options) throws IOException {
        var line = new ArrayList<>(TESTED.broker().clientLine(client, "-d", "-q", "1", "-i", DEVICE));
        line.set(line.indexOf("-u") + 1, DEVICE);
        line.addAll(List.of(options));
        return output(line);
    }

    /** Whatever its exit code is: that differs, too. */
    private static String output(List<String> line) throws IOException {
        var client = new ProcessBuilder(line).redirectErrorStream(true).start();
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
