package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Outputs that keep their level when the agent is killed, and those that change it. A pin that no program holds any more
 * becomes an input in the kernel of kernel.org, and stays the output it is in the Raspberry Pi's, unless
 * {@code dtparam=strict_gpiod} says otherwise (raspberrypi/linux, pull requests 6117 and 6150 of spring 2024; the
 * parameter persist_gpio_outputs of both drivers). A kernel without that parameter is older, and nothing is said of it.
 */
final class KeptWhenKilled implements Finding {
    private static final String STRICT = "strict_gpiod";

    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var outputs = Output.all(config);
        var kept = kept(pi);
        if (outputs.isEmpty() || kept.isEmpty()) return List.of();
        var boot = pi.bootConfig();
        if (!kept.get()) return let(outputs, boot);
        return boot.on(STRICT) ? List.of() : List.of(kept(outputs, boot));
    }

    /** Whether this kernel lets an output be what it is. */
    private static Optional<Boolean> kept(Pi pi) {
        var driver = pi.model().hasRp1() ? "pinctrl_rp1" : "pinctrl_bcm2835";
        return pi.text("/sys/module/%s/parameters/persist_gpio_outputs".formatted(driver))
                .map("Y"::equals);
    }

    private static String kept(List<Output> outputs, BootConfig boot) {
        var lines = new ArrayList<>(List.of("dtparam=" + STRICT));
        outputs.stream()
                .filter(output -> pulledWrong(output, boot))
                .map(KeptWhenKilled::pull)
                .forEach(lines::add);
        var many = outputs.size() > 1;
        return "%s %s when the agent is killed, until it runs again; add %s to %s, so that a pin that is let go is an input, pulled to its safe level"
                .formatted(
                        outputs.stream().map(Output::id).collect(Collectors.joining(", ")),
                        many ? "keep their levels" : "keeps its level",
                        String.join(" and ", lines),
                        boot.file());
    }

    private static List<String> let(List<Output> outputs, BootConfig boot) {
        return outputs.stream()
                .filter(output -> pulledWrong(output, boot))
                .map(output ->
                        "%s (pin %d) is %s when the agent has ended, since its pin is then an input that is pulled %s; add %s to %s"
                                .formatted(
                                        output.id(),
                                        output.pin(),
                                        output.meaning(!output.highWhenSafe()),
                                        output.highWhenSafe() ? "down" : "up",
                                        pull(output),
                                        boot.file()))
                .toList();
    }

    private static boolean pulledWrong(Output output, BootConfig boot) {
        return boot.pin(output.pin())
                .pulledTo()
                .filter(high -> high != output.highWhenSafe())
                .isPresent();
    }

    private static String pull(Output output) {
        return "gpio=%d=%s".formatted(output.pin(), output.highWhenSafe() ? "pu" : "pd");
    }
}
