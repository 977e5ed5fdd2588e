package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.BrokerWords;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.loop.SystemTime;
import dev.sandpiper.agent.operator.Entrance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Which broker an operator's command goes to: a configuration's, with words in place of its keys, or words alone. */
final class BrokerOptions {
    @Option(
            names = "--broker",
            paramLabel = "URL",
            description =
                    "mqtts://host:port or wss://…; several are tried in order. Without it that of the configuration.")
    private List<String> urls = List.of();

    @Option(names = "--username", paramLabel = "NAME", description = "Who logs in.")
    private Optional<String> username = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "One line, mode 600.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(names = "--ca-file", paramLabel = "FILE", description = "Whom to trust (default: the system's list).")
    private Optional<Path> caFile = Optional.empty();

    @Option(names = "--cert-file", paramLabel = "FILE", description = "This operator's certificate.")
    private Optional<Path> certFile = Optional.empty();

    @Option(names = "--key-file", paramLabel = "FILE", description = "Its key, mode 600.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(names = "--key-passphrase-file", paramLabel = "FILE", description = "What opens the key, mode 600.")
    private Optional<Path> keyPassphraseFile = Optional.empty();

    @Option(names = "--server-name", paramLabel = "NAME", description = "Expected in the broker's certificate.")
    private Optional<String> serverName = Optional.empty();

    @Option(
            names = "--prefix",
            paramLabel = "LEVELS",
            description = "First levels of every topic (default: sandpiper).")
    private Optional<String> prefix = Optional.empty();

    @Option(names = "--allow-plaintext", description = "Lets mqtt:// and ws:// go to other machines.")
    private boolean allowPlaintext;

    Entrance entrance(Sandpiper sandpiper) throws Failure {
        UnaryOperator<String> wording =
                configuration(sandpiper).isPresent() ? UnaryOperator.identity() : BrokerWords::asTyped;
        return new Entrance(broker(sandpiper), SystemTime.ofKernel(), new SecureRandom(), PahoTransport::new, wording);
    }

    private BrokerConfig broker(Sandpiper sandpiper) throws Failure {
        var file = configuration(sandpiper);
        if (file.isEmpty() && urls.isEmpty())
            throw Failure.usage(
                    "which broker? name it with --broker URL, or a configuration that does with --config FILE");
        try {
            return file.isPresent()
                    ? BrokerConfig.read(file.get(), words(), Environment.ofThisMachine())
                    : BrokerConfig.of(words(), Environment.ofThisMachine());
        } catch (ConfigErrors errors) {
            throw failure(errors);
        }
    }

    // With a URL only a configuration that was asked for: the device's login is nothing for another broker.
    private Optional<Path> configuration(Sandpiper sandpiper) {
        if (sandpiper.named().isPresent() || !urls.isEmpty()) return sandpiper.named();
        return Optional.of(sandpiper.file()).filter(Files::exists);
    }

    private BrokerWords words() {
        var words = new BrokerWords()
                .urls(urls)
                .text("username", username)
                .file("password_file", passwordFile)
                .text("prefix", prefix)
                .tlsFile("ca_file", caFile)
                .tlsFile("cert_file", certFile)
                .tlsFile("key_file", keyFile)
                .tlsFile("key_passphrase_file", keyPassphraseFile)
                .tlsText("server_name", serverName);
        return allowPlaintext ? words.allowPlaintext() : words;
    }

    private static Failure failure(ConfigErrors errors) {
        var typed = errors.lines().stream().allMatch(line -> line.startsWith("--"));
        return typed ? Failure.usage(errors.lines()) : Failure.configuration(errors);
    }
}
