package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import java.util.List;
import java.util.stream.Stream;

/** What {@code check} says of the machine. No pin or bus is requested, nothing sent or changed. */
public final class PiCheck {
    private static final List<Finding> OF_ANY_MACHINE = List.of(new MissingProgram());

    private static final List<Finding> OF_A_PI = List.of(
            new WrongBeforeStart(),
            new KeptWhenKilled(),
            new MissingGroup(),
            new BusOff(),
            new OwnedByKernel(),
            new PwmOff(),
            new OverlayMissing(),
            new BusyPin(),
            new HeldPin());

    private PiCheck() {}

    /** What is allowed and will not work, or not be safe, on this machine; a sentence each. */
    public static List<String> warnings(AgentConfig config, Pi pi) {
        return findings(config, pi)
                .flatMap(finding -> finding.of(config, pi).stream())
                .toList();
    }

    private static Stream<Finding> findings(AgentConfig config, Pi pi) {
        var any = OF_ANY_MACHINE.stream();
        if (config.board().type() == BoardType.SIMULATED) return any;
        return Stream.concat(any, pi.model().isRaspberryPi() ? OF_A_PI.stream() : Stream.of(PiCheck::noPi));
    }

    private static List<String> noPi(AgentConfig config, Pi pi) {
        return List.of(
                "this machine is no Raspberry Pi: what the configuration wants of pins and buses was not looked at");
    }
}
