package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.Link;
import dev.sandpiper.agent.link.LinkMemory;
import dev.sandpiper.agent.link.LinkUser;
import dev.sandpiper.agent.link.Surroundings;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.network.SimulatedNetwork;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.store.Refusal;
import dev.sandpiper.agent.testing.BrokerDefaults;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One link after the other. */
class UplinkTest {
    private final SimulatedTime time = new SimulatedTime();
    private final Random random = new Random(1);
    private final Timeline timeline = new Timeline(time);
    private final SimulatedNetwork network = new SimulatedNetwork(timeline, time, random, List.of("one", "two"));
    private final Turns turns = new Turns(time, timeline, random);
    private final Lane lane = new Lane("link");
    private final List<String> told = new ArrayList<>();

    /** Otherwise an acknowledgement of the one would count for a message of the other. */
    @Test
    void connectionsAreCountedOnFromOneLinkToTheNext() {
        var uplink = new Uplink(way("one"), () -> told.add("replaced"));
        lane.add(uplink);
        turns.add(lane);
        pass(30);
        lane.post(() -> uplink.replaceBy(way("two")));
        pass(30);
        assertEquals(List.of("1", "replaced"), told.subList(0, 2));
        assertTrue(Long.parseLong(told.get(2)) > 1, told.toString());
    }

    private void pass(int seconds) {
        var end = time.in(Duration.ofSeconds(seconds));
        while (turns.goesOnUntil(end)) turns.stepTowards(end);
    }

    private Uplink.Way way(String host) {
        var config = BrokerDefaults.with(
                List.of(new BrokerAddress("mqtt://" + host, host, 1883, false)),
                Duration.ofMinutes(1),
                Optional.empty(),
                TlsConfig.NONE);
        var credentials = new Credentials(config, time);
        var surroundings = new Surroundings(network, network, time, random);
        var topics = Topics.of("sandpiper", "device");
        return new Uplink.Way(
                new Link(
                        config,
                        topics,
                        Set.of(),
                        surroundings,
                        credentials,
                        new NoMemory(),
                        lane::post,
                        new Connections()),
                credentials);
    }

    private static final class NoMemory implements LinkMemory {
        @Override
        public Duration away() {
            return Duration.ofDays(1);
        }

        @Override
        public Optional<String> recall(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> setup() {
            return Optional.empty();
        }

        @Override
        public void keep(String name, String text) {}
    }

    private final class Connections implements LinkUser {
        @Override
        public void online(long connection) {
            told.add(Long.toString(connection));
        }

        @Override
        public void offline() {}

        @Override
        public void carries(int bytes) {}

        @Override
        public void acknowledged(long connection, long handle) {}

        @Override
        public void taken(String topic) {}

        @Override
        public void refused(long connection, long handle, Refusal how) {}

        @Override
        public void allowed() {}

        @Override
        public void heard(byte[] payload) {}

        @Override
        public void arrived(Received message) {
            message.acknowledge().run();
        }
    }
}
