package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A group of the user that the agent runs as, without which the kernel does not let it at pins or buses. */
final class MissingGroup implements Finding {
    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var account = Account.ofTheAgent(pi);
        if (account.isEmpty()) return List.of();
        var devices = Device.all(config);
        var found = new ArrayList<String>();
        if (devices.stream()
                .anyMatch(device -> device.gpio().isPresent() || device.pwm().isPresent()))
            missing("gpio", "/dev/gpiochip*", account.get()).ifPresent(found::add);
        if (devices.stream().anyMatch(device -> device.bus().isPresent()))
            missing("i2c", "/dev/i2c-*", account.get()).ifPresent(found::add);
        return found;
    }

    private static Optional<String> missing(String group, String files, Account account) {
        if (account.isIn(group)) return Optional.empty();
        return Optional.of("%s is not in the group %s, to which %s belong; %ssudo usermod -aG %s %s, then %s"
                .formatted(
                        account.user(),
                        group,
                        files,
                        account.exists(group) ? "" : "sudo groupadd --system %s, ".formatted(group),
                        group,
                        account.user(),
                        account.isService() ? "sudo systemctl restart sandpiper" : "log in anew"));
    }
}
