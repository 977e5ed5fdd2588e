package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Signals;
import dev.sandpiper.agent.operator.Order;
import dev.sandpiper.agent.operator.Sending;
import dev.sandpiper.agent.operator.Sending.Answer;
import dev.sandpiper.agent.operator.Sending.Unanswered;
import dev.sandpiper.agent.operator.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        description = {
            "Sends a command to a device, from any machine, and waits for its reply.",
            "Where standard output is no terminal it prints the reply as it came."
        })
final class SendCommand implements Callable<Integer> {
    private static final String DEVICE_ID = "[A-Za-z0-9_-]{1,64}";

    /** Whatever one level of a topic may be: a device answers for names it does not know. */
    private static final String NAME = "[^/+#\\p{Cntrl}]{1,64}";

    private final Sandpiper sandpiper;

    @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id.")
    private String device = "";

    @Parameters(index = "1", paramLabel = "ACTUATOR", description = "The actuator, or 'agent' for the agent itself.")
    private String name = "";

    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "VALUE",
            description = "on, off, toggle, 0.75, 45; for the agent: ping, health, read SENSOR.")
    private List<String> value = List.of();

    @Option(names = "--for", paramLabel = "DURATION", description = "Afterwards it goes back: 30s, 1h30m.")
    private Optional<Duration> holdFor = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long to wait; the command expires then (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--json", description = "Prints the reply as it came on a terminal, too.")
    private boolean json;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    SendCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        check();
        var entrance = broker.entrance(sandpiper);
        endBySignals();
        try {
            return show(new Sending(entrance, order(), timeout, sandpiper.console()::say).answer());
        } catch (Unanswered none) {
            throw Failure.because(none.getMessage());
        }
    }

    private void check() throws Failure {
        checkDevice(device);
        if (!name.matches(NAME)) throw Failure.usage("'%s' is no name of an actuator".formatted(Shown.text(name)));
        var most = name.equals(Order.AGENT) ? 1 + Order.parameters(value.getFirst()) : 1;
        if (value.size() > most)
            throw Failure.usage("unexpected '%s'; see sandpiper send --help".formatted(Shown.text(value.get(most))));
        if (name.equals(Order.AGENT) && holdFor.isPresent())
            throw Failure.usage("--for is for actuators; see sandpiper send --help");
    }

    /** What no device can be called would otherwise be a filter. */
    static void checkDevice(String device) throws Failure {
        if (!device.matches(DEVICE_ID))
            throw Failure.usage("'%s' is no device id, which has up to 64 of A-Z, a-z, 0-9, '_' and '-'"
                    .formatted(Shown.text(device)));
    }

    private Order order() {
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var expires = Instant.now().plus(timeout);
        return name.equals(Order.AGENT)
                ? Order.toAgent(device, id, value, expires)
                : Order.toActuator(device, name, id, value.getFirst(), holdFor, expires);
    }

    private static void endBySignals() {
        var waiting = Thread.currentThread();
        for (var signal : new String[] {"INT", "TERM", "HUP"}) Signals.on(signal, waiting::interrupt);
    }

    private int show(Answer answer) throws Failure {
        var report = new ReplyReport(name, answer);
        if (json || Terminal.ofOutput().isEmpty())
            sandpiper.console().result(Shown.json(answer.reply().json()));
        else if (answer.reply().done()) sandpiper.console().result(report.text());
        if (!answer.reply().done()) throw Failure.because(report.refusal(Instant.now()));
        return 0;
    }
}
