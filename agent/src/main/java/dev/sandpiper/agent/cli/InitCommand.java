package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitFolder.Existing;
import dev.sandpiper.agent.cli.InitText.Discovery;
import dev.sandpiper.agent.cli.Questions.Usually;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.DeviceId;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = {
            "Makes a first configuration: looks for chips, asks for the broker, tries it, and writes the file.",
            "Without a terminal it asks nothing: the words have to say all."
        })
final class InitCommand implements Callable<Integer> {
    private static final String ALL = "all";

    private final Sandpiper sandpiper;
    private final Supplier<InitPlace> where;

    @Mixin
    private InitBrokerOptions broker = new InitBrokerOptions();

    @Option(names = "--device", paramLabel = "ID", description = "Its name in topics (default: the host name).")
    private Optional<String> device = Optional.empty();

    @Option(
            names = "--chips",
            paramLabel = "IDS",
            description = "Which of those found: all, none, or such as bme280,sht3x (default: all).")
    private Optional<String> chips = Optional.empty();

    @Option(
            names = "--relay",
            paramLabel = "ID=PIN[:low]",
            description =
                    "An output at a BCM pin, such as pump=22, or pump=6:low where it is on at 0 V; may be given several times.")
    private List<String> relays = List.of();

    @Option(names = "--home-assistant", description = "Lets the device appear in Home Assistant by itself.")
    private boolean homeAssistant;

    @Option(names = "--simulated", description = "Invented chips, on any computer.")
    private boolean simulated;

    @Option(names = "--force", description = "Replaces a configuration, which is kept under another name.")
    private boolean force;

    InitCommand(Sandpiper sandpiper, Supplier<InitPlace> where) {
        this.sandpiper = sandpiper;
        this.where = where;
    }

    @Override
    public Integer call() throws Failure {
        var place = where.get();
        var questions = new Questions(place.person(), sandpiper.console());
        var folder = new InitFolder(sandpiper.file(), place.owner());
        checkWords(place);
        folder.prepare(force || unfinished() ? Existing.REPLACED : Existing.KEPT);
        if (force) refuseWhereTheAgentRuns();
        var hardware = hardware(place, questions);
        var entries = entries(hardware, questions);
        var name = device.isPresent() ? device.get() : asked(questions);
        var discovery = discovery(questions);
        var answers = new InitBrokerAnswers(broker, questions, sandpiper.console());
        var trials = new InitTrials(folder, sandpiper.console(), questions, answers);
        return trials.until(
                chosen -> new InitText(sandpiper.file(), name, hardware.board(), entries, chosen, discovery));
    }

    private void checkWords(InitPlace place) throws Failure {
        broker.check();
        for (var relay : relays) InitRelay.parse(relay);
        if (device.isPresent() && !DeviceId.fits(device.get())) throw Failure.usage("--device: " + noId(device.get()));
        if (place.person().isEmpty()) needed(place);
    }

    private void needed(InitPlace place) throws Failure {
        var missing = new ArrayList<>(broker.missing());
        if (!simulated && place.machine() == InitPlace.Machine.OTHER)
            missing.add("--simulated (this is no Raspberry Pi)");
        if (device.isEmpty() && ofMachine().isEmpty()) missing.add("--device ID");
        if (!missing.isEmpty())
            throw Failure.usage("there is no terminal to ask at; add " + String.join(", ", missing));
    }

    private void refuseWhereTheAgentRuns() throws Failure {
        var former = former();
        if (former.isPresent()
                && RunningAgent.of(former.get())
                        .answer(new Json().put("do", "health"))
                        .isPresent())
            throw Failure.because(
                    "the agent runs with %s and uses its chips; stop it first".formatted(sandpiper.file()));
    }

    // The one that the package brings, under which its agent may run: it has no chips.
    private boolean unfinished() {
        return former().filter(config -> config.broker().addresses().stream().anyMatch(BrokerAddress::isPlaceholder))
                .isPresent();
    }

    // A configuration that cannot be read runs no agent.
    private Optional<AgentConfig> former() {
        try {
            return sandpiper.configIfAny();
        } catch (Failure broken) {
            return Optional.empty();
        }
    }

    private InitHardware hardware(InitPlace place, Questions questions) throws Failure {
        if (simulated) return InitHardware.simulated();
        if (place.machine() == InitPlace.Machine.RASPBERRY_PI)
            return InitHardware.scanned(place.computer(), sandpiper.console());
        if (questions.yes("This is no Raspberry Pi. Try it with invented chips?", Usually.YES))
            return InitHardware.simulated();
        throw Failure.because("run it on the Raspberry Pi; nothing was written");
    }

    private List<InitEntry> entries(InitHardware hardware, Questions questions) throws Failure {
        var found = hardware.chosen(chosen(hardware, questions));
        var outputs = new InitRelays(questions, sandpiper.console());
        if (!relays.isEmpty()) return outputs.named(relays, InitHardware.withoutInventedOutputs(found));
        return questions.possible() && !hardware.invented() ? outputs.asked(found) : found;
    }

    private String chosen(InitHardware hardware, Questions questions) throws Failure {
        var ids = hardware.ids();
        if (chips.isPresent()) {
            var wrong = InitHardware.objection(chips.get(), ids);
            if (wrong.isPresent()) throw Failure.usage("--chips: " + wrong.get());
            return chips.get();
        }
        if (ids.isEmpty() || hardware.invented() || !questions.possible()) return ALL;
        return questions.text(
                "Use which (%s)".formatted(String.join(", ", ids)), ALL, words -> InitHardware.objection(words, ids));
    }

    private String asked(Questions questions) throws Failure {
        var usual = ofMachine().orElse("");
        if (!questions.possible()) return usual;
        return questions.text(
                "Name of this device in topics",
                usual,
                typed -> DeviceId.fits(typed) ? Optional.empty() : Optional.of(noId(typed)));
    }

    private Discovery discovery(Questions questions) throws Failure {
        var wanted = homeAssistant
                || questions.possible() && questions.yes("Shall it appear in Home Assistant by itself?", Usually.NO);
        return wanted ? Discovery.ON : Discovery.OFF;
    }

    private static String noId(String typed) {
        return "found '%s', expected up to 64 of A-Z, a-z, 0-9, '_' and '-'".formatted(Questions.shown(typed));
    }

    private static Optional<String> ofMachine() {
        return DeviceId.ofMachine(Environment.ofThisMachine());
    }
}
