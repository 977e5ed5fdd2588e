package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a configuration does not appear in Home Assistant although somebody might expect it there. */
public final class Missing {
    private Missing() {}

    /** A sentence for all of it or for each sensor, with what can be done. */
    public static List<String> in(AgentConfig config) {
        if (!config.homeAssistant().discovery()) return List.of();
        // Version and board are not known here, and take some bytes.
        var all = Announcement.of(config, "", "").tooLarge(config.broker().maxPacket());
        var single = config.sensors().stream().map(Missing::reason).flatMap(Optional::stream);
        return Stream.concat(all.stream(), single).toList();
    }

    private static Optional<String> reason(SensorConfig sensor) {
        if (!sensor.published().isEmpty()) return Optional.empty();
        return Optional.of(
                "%s does not appear in Home Assistant: nobody knows its values; name them, values: { temperature: {} }"
                        .formatted(sensor.id()));
    }
}
