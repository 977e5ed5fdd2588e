package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.LinkMemory;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.tinylog.Logger;

/**
 * Tells Home Assistant of this device: after each connect, when it has started anew, and when the configuration changed.
 * What is gone since the last time is taken back once. Belongs to the link's lane.
 */
public final class HomeAssistant implements Step {
    private static final String NOTE = "home assistant";
    private static final String ONLINE = "online";
    private static final Duration IDLE = Duration.ofDays(1);
    /** A house full of devices must not answer its start in one moment. */
    private static final long SOONEST_MILLIS = 1_000;

    private static final long LATEST_MILLIS = 10_000;
    private final Voice voice;
    private final LinkMemory memory;
    private final Time time;
    private final RandomGenerator random;
    private Told told;
    private Told telling = Told.NOTHING;
    private String message = "";
    private final Set<String> untaken = new HashSet<>();
    private Optional<Long> dueAt = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();

    public HomeAssistant(Voice voice, LinkMemory memory, Time time, RandomGenerator random) {
        this.voice = voice;
        this.memory = memory;
        this.time = time;
        this.random = random;
        this.told = memory.recall(NOTE).map(Told::of).orElse(Told.NOTHING);
    }

    /** What it would be told of a configuration, for a person. */
    public static String preview(AgentConfig config) {
        var all = Announcement.of(config, "", "");
        return "%d entities, %s".formatted(all.entities().size(), all.topic());
    }

    /**
     * Tells of a configuration from now on.
     *
     * @param version of the agent
     * @param board what the device is
     */
    public void tellOf(AgentConfig config, String version, String board) {
        if (!telling.topic().isEmpty()) voice.never(telling.topic());
        untaken.clear();
        telling = Told.NOTHING;
        var announced = config.homeAssistant().discovery()
                ? Optional.of(Announcement.of(config, version, board))
                : Optional.<Announcement>empty();
        problem = announced.flatMap(all -> all.tooLarge(config.broker().maxPacket()));
        // What was told before stays there then: the empty message would remove it all.
        problem.ifPresentOrElse(Logger::error, () -> tell(announced));
    }

    private void tell(Optional<Announcement> announced) {
        telling = announced.map(Told::by).orElse(Told.NOTHING);
        if (!told.topic().isEmpty() && !told.topic().equals(telling.topic())) say(told.topic(), "");
        announced.ifPresent(this::say);
        // The broker may have it long before its acknowledgement is here.
        if (announced.isPresent()) remember(told.and(telling));
    }

    /** Why it cannot be told; may be asked by any thread. */
    public Optional<String> problem() {
        return problem;
    }

    private void say(Announcement announcement) {
        var removed = told.topic().equals(telling.topic()) ? told.without(telling) : Map.<String, String>of();
        message = announcement.message(removed);
        say(announcement.topic(), message);
    }

    private void say(String topic, String payload) {
        untaken.add(topic);
        voice.always(topic, payload);
    }

    /** The broker has a message on this topic. */
    public void taken(String topic) {
        if (!untaken.remove(topic)) return;
        if (!topic.equals(telling.topic())) voice.never(topic);
        if (untaken.isEmpty()) remember(telling);
    }

    private void remember(Told now) {
        if (!now.equals(told)) memory.keep(NOTE, now.text());
        told = now;
    }

    /** Home Assistant says how it is. */
    public void heard(byte[] status) {
        if (telling.topic().isEmpty() || dueAt.isPresent()) return;
        if (!new String(status, StandardCharsets.UTF_8).equals(ONLINE)) return;
        dueAt = Optional.of(time.in(Duration.ofMillis(random.nextLong(SOONEST_MILLIS, LATEST_MILLIS))));
    }

    @Override
    public Duration run() {
        if (dueAt.isEmpty()) return IDLE;
        var left = time.until(dueAt.get());
        if (left.isPositive()) return left;
        dueAt = Optional.empty();
        voice.again(telling.topic(), message);
        return IDLE;
    }
}
