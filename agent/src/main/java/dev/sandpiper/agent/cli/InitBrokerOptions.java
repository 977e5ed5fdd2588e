package dev.sandpiper.agent.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The words that stand for answers about the broker. */
final class InitBrokerOptions {
    @Option(names = "--broker", paramLabel = "URL", description = "mqtts://host, wss://…, or a host alone.")
    Optional<String> url = Optional.empty();

    @Option(names = "--allow-plaintext", description = "Lets mqtt:// and ws:// go to other machines.")
    boolean allowPlaintext;

    @Option(names = "--username", paramLabel = "NAME", description = "Who logs in.")
    Optional<String> username = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "One line. This and the following files are copied beside the configuration.")
    Optional<Path> passwordFile = Optional.empty();

    @Option(names = "--ca-file", paramLabel = "FILE", description = "Whom to trust (default: the system's list).")
    Optional<Path> caFile = Optional.empty();

    @Option(
            names = "--accept-ca",
            paramLabel = "SHA256",
            description = "Trusts what the broker itself shows, if it has this fingerprint.")
    Optional<String> acceptCa = Optional.empty();

    @Option(names = "--cert-file", paramLabel = "FILE", description = "This device's certificate.")
    Optional<Path> certFile = Optional.empty();

    @Option(names = "--key-file", paramLabel = "FILE", description = "Its key, without a pass phrase.")
    Optional<Path> keyFile = Optional.empty();

    @Option(names = "--server-name", paramLabel = "NAME", description = "Expected in the broker's certificate.")
    Optional<String> serverName = Optional.empty();

    /** What is needed and can only be asked for. */
    List<String> missing() {
        var missing = new ArrayList<String>();
        if (url.isEmpty()) missing.add("--broker URL");
        if (username.isPresent() && passwordFile.isEmpty() && certFile.isEmpty()) missing.add("--password-file FILE");
        return missing;
    }

    /** @throws Failure where words do not go together */
    void check() throws Failure {
        if (caFile.isPresent() && acceptCa.isPresent())
            throw Failure.usage("--ca-file and --accept-ca exclude each other; choose one");
        if (certFile.isPresent() != keyFile.isPresent())
            throw Failure.usage("--cert-file and --key-file belong together; add the other one");
        if (passwordFile.isPresent() && username.isEmpty())
            throw Failure.usage("--password-file: a password without a name; add --username");
        if (acceptCa.isPresent()) Fingerprint.parse(acceptCa.get());
    }
}
