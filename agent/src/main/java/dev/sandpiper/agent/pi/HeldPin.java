package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import java.util.List;

/** A pin of the configuration that another program, or a driver of the kernel, holds at this moment. */
final class HeldPin implements Finding {
    /** What the agent calls itself: where it runs already it holds its pins. */
    private static final String OURS = "sandpiper-pin-";

    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var users = pi.holders().ofPins();
        var told = BusyPin.users(pi.bootConfig(), pi.model());
        return Device.all(config).stream()
                .flatMap(device -> device.gpio().stream()
                        .filter(pin -> users.containsKey(pin) && !told.containsKey(pin))
                        .filter(pin -> !users.get(pin).startsWith(OURS))
                        .map(pin -> "%s: pin %d is held by '%s'; end that program or driver, or take another pin"
                                .formatted(device.id(), pin, users.get(pin))))
                .toList();
    }
}
