package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitBroker.Wire;
import dev.sandpiper.agent.cli.InitFile.Readers;
import dev.sandpiper.agent.cli.Questions.Usually;
import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.BrokerWords;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.keys.Secrets;
import dev.sandpiper.agent.link.Presented;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Which broker, how, and as whom: from the words of the command line, else from the person. */
final class InitBrokerAnswers {
    private static final String READABLE =
            "everybody on the way can read what is sent, the password too, and send commands";
    private static final String PLAIN_PORT = ":1883";

    private final InitBrokerOptions options;
    private final Questions questions;
    private final InitTrust trust;
    private final Console console;

    /** @param authority whom to trust, where a file of one's own is needed for that */
    private record Choice(String url, BrokerAddress address, Optional<InitFile> authority) {
        Choice trusting(Optional<InitFile> file) {
            return new Choice(url, address, file);
        }

        Wire wire() {
            return address.isPrivate() ? Wire.PRIVATE : Wire.OPEN;
        }
    }

    InitBrokerAnswers(InitBrokerOptions options, Questions questions, Console console) {
        this.options = options;
        this.questions = questions;
        this.trust = new InitTrust(questions, console, new HashSet<>());
        this.console = console;
    }

    /** Asks for what the words leave open. */
    InitBroker first() throws Failure {
        var wrong = options.username.flatMap(InitBrokerAnswers::objection);
        if (wrong.isPresent()) throw Failure.usage(wrong.get());
        var choice = options.url.isPresent() ? accepted(named(options.url.get())) : Optional.<Choice>empty();
        var reached = looked(choice.isPresent() ? choice.get() : asked(""));
        var known = options.username.isPresent() || options.certFile.isPresent() || !questions.possible();
        return broker(reached, known ? options.username : name(""), options.passwordFile);
    }

    /** Asks for all once more. */
    InitBroker again(InitBroker former) throws Failure {
        var reached = looked(asked(former.url()));
        return broker(reached, name(former.username().orElse("")), Optional.empty());
    }

    private Optional<String> name(String usual) throws Failure {
        var hint = usual.isEmpty() ? "User name at the broker (Enter: none)" : "User name at the broker";
        var typed = questions.text(hint, usual, InitBrokerAnswers::objection);
        return Optional.of(typed).filter(text -> !text.isEmpty());
    }

    private Choice asked(String usual) throws Failure {
        while (true) {
            var typed = questions.text(
                    "Broker, such as mqtts://broker.example.com, or only its host",
                    usual,
                    text -> text.isEmpty() ? Optional.of("found nothing, expected a host") : Optional.empty());
            try {
                var choice = accepted(named(typed));
                if (choice.isPresent()) return choice.get();
            } catch (Failure wrong) {
                if (wrong.code() != Failure.USAGE) throw wrong;
                wrong.lines().forEach(console.err()::println);
            }
        }
    }

    private static Optional<String> objection(String username) {
        if (username.isEmpty()) return Optional.empty();
        try {
            var words = new BrokerWords().urls(List.of("mqtts://localhost")).text("username", Optional.of(username));
            BrokerConfig.of(words, Environment.ofThisMachine());
            return Optional.empty();
        } catch (ConfigErrors wrong) {
            return Optional.of(wrong.lines().getFirst());
        }
    }

    private static Choice named(String typed) throws Failure {
        var url = typed.contains("://") ? typed : (typed.endsWith(PLAIN_PORT) ? "mqtt://" : "mqtts://") + typed;
        try {
            var words = new BrokerWords().urls(List.of(url)).allowPlaintext();
            var address = BrokerConfig.of(words, Environment.ofThisMachine()).addresses();
            return new Choice(url, address.getFirst(), Optional.empty());
        } catch (ConfigErrors wrong) {
            throw Failure.usage(wrong.lines());
        }
    }

    /** Empty where the person thinks better of it. */
    private Optional<Choice> accepted(Choice choice) throws Failure {
        if (choice.wire() == Wire.PRIVATE || options.allowPlaintext) return Optional.of(choice);
        if (!questions.possible())
            throw Failure.usage("%s is not encrypted: %s; use mqtts://, or add --allow-plaintext"
                    .formatted(choice.url(), READABLE));
        console.say("%s is not encrypted: %s".formatted(choice.url(), READABLE));
        return questions.yes("Use it all the same?", Usually.NO) ? Optional.of(choice) : Optional.empty();
    }

    private InitBroker broker(Choice choice, Optional<String> username, Optional<Path> passwordFile) throws Failure {
        var files = new ArrayList<>(named());
        choice.authority().ifPresent(files::add);
        if (username.isPresent()) password(passwordFile).ifPresent(files::add);
        return new InitBroker(choice.url(), choice.wire(), username, options.serverName, List.copyOf(files));
    }

    private List<InitFile> named() throws Failure {
        var files = new ArrayList<InitFile>();
        if (options.caFile.isPresent())
            files.add(InitFile.copy(InitFile.AUTHORITY, options.caFile.get(), Readers.EVERYBODY));
        if (options.certFile.isEmpty() || options.keyFile.isEmpty()) return files;
        files.add(InitFile.copy(InitFile.CERTIFICATE, options.certFile.get(), Readers.EVERYBODY));
        files.add(InitFile.copy(InitFile.KEY, options.keyFile.get(), Readers.SERVICE));
        return files;
    }

    private Optional<InitFile> password(Optional<Path> file) throws Failure {
        if (file.isEmpty() && !questions.possible()) return Optional.empty();
        try {
            var word = file.isPresent() ? new String(Secrets.line(file.get())) : questions.secret("Password");
            return Optional.of(word)
                    .filter(text -> !text.isEmpty())
                    .map(text -> InitFile.secret(InitFile.PASSWORD, text + "\n"));
        } catch (KeyFault unusable) {
            throw Failure.because(unusable.getMessage());
        }
    }

    private Choice looked(Choice choice) throws Failure {
        if (!choice.address().tls() || options.caFile.isPresent()) return choice;
        console.err().println("Looking at what %s shows ...".formatted(choice.url()));
        var presented = Presented.by(choice.address(), options.serverName);
        if (options.acceptCa.isPresent()) {
            var expected = Fingerprint.parse(options.acceptCa.get());
            return choice.trusting(Optional.of(trust.expected(presented, expected)));
        }
        return switch (presented.standing()) {
            case UNKNOWN_AUTHORITY -> choice.trusting(trust.decided(presented));
            case NO_TLS -> withoutTls(choice);
            case TRUSTED, OTHER -> choice;
        };
    }

    // Offered, never done by itself, and only at home: who stands between could keep TLS from answering.
    private Choice withoutTls(Choice choice) throws Failure {
        if (!questions.possible() || choice.address().webSocket().isPresent()) return choice;
        console.say("nothing speaks TLS at port %d of %s"
                .formatted(choice.address().port(), choice.address().host()));
        if (!HomeNetwork.has(choice.address().host())) return choice;
        var open = named("mqtt://" + hostOf(choice) + PLAIN_PORT);
        if (open.wire() == Wire.OPEN) console.say("without TLS " + READABLE);
        return questions.yes("Use %s, without encryption?".formatted(open.url()), Usually.NO) ? open : choice;
    }

    private static String hostOf(Choice choice) {
        var host = choice.address().host();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
