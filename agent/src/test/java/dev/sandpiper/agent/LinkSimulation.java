package dev.sandpiper.agent;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.Link;
import dev.sandpiper.agent.link.LinkMemory;
import dev.sandpiper.agent.link.Surroundings;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.network.SimulatedNetwork;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.network.Weather;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.testing.BrokerDefaults;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** The link alone, with a feed in place of the outbox, in the weather that one seed draws. */
final class LinkSimulation {
    static final Duration RECONNECT_MAX = BrokerDefaults.RECONNECT_MAX;
    private static final Duration LENGTH = Duration.ofMinutes(30);
    private static final Duration CALM = Duration.ofMinutes(20);
    private static final Duration LONGEST = Duration.ofHours(3);
    private static final int TROUBLES = 8;

    final SimulatedTime time = new SimulatedTime();
    final SimulatedNetwork network;
    final Feed feed;
    final Link link;
    private final Timeline timeline = new Timeline(time);
    private final Weather weather;
    private final Lane lane = new Lane("link");
    private long due;
    private int turns;
    private long turnedAt;

    LinkSimulation(long seed) {
        var random = new Random(seed);
        var hosts = IntStream.rangeClosed(1, random.nextInt(1, 4))
                .mapToObj(each -> "broker-" + each)
                .toList();
        network = new SimulatedNetwork(timeline, time, random, hosts);
        weather = new Weather(network, timeline, random);
        feed = new Feed(timeline, network.broker(), random, message -> lane.post(() -> send(message)));
        var config = config(hosts, random);
        link = new Link(
                config,
                Topics.of("sandpiper", "device"),
                Set.of(),
                new Surroundings(network, network, time, random),
                new Credentials(config, time),
                new Memory(),
                lane::post,
                feed);
        lane.add(link);
        lane.mailbox().wakes(() -> due = time.now());
    }

    List<String> lostCommands() {
        return weather.lostCommands;
    }

    private void send(Outgoing message) {
        link.send(message);
    }

    private static BrokerConfig config(List<String> hosts, Random random) {
        return BrokerDefaults.with(
                hosts.stream()
                        .map(host -> new BrokerAddress("mqtt://" + host, host, 1883, false))
                        .toList(),
                Duration.ofSeconds(List.of(15, 60, 300).get(random.nextInt(3))),
                Optional.empty(),
                TlsConfig.NONE);
    }

    private static final class Memory implements LinkMemory {
        private final Map<String, String> notes = new HashMap<>();

        @Override
        public Duration away() {
            return Duration.ofDays(1);
        }

        @Override
        public Optional<String> recall(String name) {
            return Optional.ofNullable(notes.get(name));
        }

        @Override
        public Optional<String> setup() {
            return Optional.empty();
        }

        @Override
        public void keep(String name, String text) {
            notes.put(name, text);
        }
    }

    /** Lets the weather rage, then everything settle. */
    void run() {
        weather.draw(LENGTH, TROUBLES);
        feed.begin(LENGTH);
        runUntil(LENGTH);
        weather.clear();
        var end = LENGTH.plus(CALM);
        runUntil(end);
        // After another client had its id it may stay away for a quarter of an hour, again and again.
        for (; !feed.isSettled() && end.compareTo(LONGEST) < 0; end = end.plus(CALM)) runUntil(end.plus(CALM));
        network.stopBegins();
        link.stop();
        runUntil(end.plusSeconds(5));
    }

    private void runUntil(Duration end) {
        while (time.now() < end.toNanos()) {
            if (timeline.runDue()) continue;
            if (due <= time.now()) turn();
            else time.advanceTo(Math.min(end.toNanos(), Math.min(due, timeline.nextDue())));
        }
    }

    private void turn() {
        due = Long.MAX_VALUE;
        noticeSpinning();
        var pause = lane.run();
        due = Math.min(due, time.now() + pause.toNanos());
    }

    // A link that is always due would keep a core busy for ever.
    private void noticeSpinning() {
        turns = time.now() == turnedAt ? turns + 1 : 0;
        turnedAt = time.now();
        if (turns > 10_000) throw new AssertionError("time stands still: the link asks for turns without end");
    }
}
