package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Boards;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.health.Machine;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.safestate.PlanFiles;
import dev.sandpiper.agent.safestate.Rescue;
import dev.sandpiper.agent.safestate.SafePlan;
import dev.sandpiper.sensors.DeviceFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Every output to its safe value: by the agent where one runs, else directly. */
public record SafeState(Path configuration, Console console) {
    private static final String COMMAND = "safe-state";
    private static final String OPTION = "--config";

    /**
     * The command as a service manager types it, understood without picocli: somebody's pump is on. Everything else that
     * may be typed is for {@link Arguments}.
     */
    public static Optional<SafeState> typed(String[] words, Console console) {
        if (words.length == 0 || !words[0].equals(COMMAND)) return Optional.empty();
        if (words.length == 1) return Optional.of(new SafeState(Path.of(Sandpiper.USUAL), console));
        return words.length == 3 && words[1].equals(OPTION)
                ? Optional.of(new SafeState(Path.of(words[2]), console))
                : Optional.empty();
    }

    /** Does it; the process's exit code. */
    public int quickly() {
        try {
            LogLevel.ofEnvironment().orElse(LogLevel.WARN).show();
            return run();
        } catch (Failure failure) {
            failure.lines().forEach(console.err()::println);
            return failure.code();
        } catch (RuntimeException | LinkageError defect) {
            console.say("a defect: " + defect);
            return Failure.FAILED;
        }
    }

    /** The process's exit code. */
    int run() throws Failure {
        var plan = plan();
        var faults = faults(plan);
        for (var output : plan.outputs())
            if (!faults.containsKey(output.id())) console.result(output.id() + " " + output.safe());
        faults.forEach((id, fault) -> console.say("%s is not known to be safe: %s".formatted(id, fault)));
        return faults.isEmpty() ? 0 : Failure.FAILED;
    }

    private SafePlan plan() throws Failure {
        var left =
                PlanFiles.left(configuration, Machine.boot(), System.getenv()).plan();
        return left.isPresent() ? left.get() : configured();
    }

    private SafePlan configured() throws Failure {
        try {
            return SafePlan.of(AgentConfig.read(configuration, Environment.ofThisMachine()));
        } catch (ConfigErrors errors) {
            throw Failure.configuration(errors);
        }
    }

    private Map<String, String> faults(SafePlan plan) throws Failure {
        var agent = new RunningAgent(plan.directory());
        var answer = agent.ask(new Json().put("do", "safe-state"));
        if (answer.isPresent()) return faults(answer.get());
        if (isHeld(plan.directory()))
            throw Failure.because("an agent runs on %s and cannot be asked; end it, which makes its outputs safe"
                    .formatted(plan.directory()));
        try {
            return new Rescue(plan, Boards.open(plan)).run();
        } catch (DeviceFault fault) {
            throw Failure.because(fault.getMessage());
        }
    }

    private static Map<String, String> faults(Map<String, String> answer) {
        var faults = new LinkedHashMap<String, String>();
        Members.of(answer.getOrDefault("faults", "{}"))
                .forEach((id, sentence) -> faults.put(id, Members.plain(sentence)));
        return faults;
    }

    // An agent without its socket, or one that is just starting.
    private static boolean isHeld(Path directory) {
        try (var lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE)) {
            return lock.tryLock() == null;
        } catch (IOException neverUsed) {
            return false;
        }
    }
}
