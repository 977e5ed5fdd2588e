package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Signals;
import dev.sandpiper.agent.cli.InitFarewell.Trial;
import dev.sandpiper.agent.cli.Questions.Usually;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.Credentials.Unusable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Tries the broker with what would be written, lets the person correct it, and puts it in place. */
final class InitTrials {
    private static final int INTERRUPTED = 130;

    private final InitFolder folder;
    private final Console console;
    private final Questions questions;
    private final InitBrokerAnswers answers;
    private final AtomicReference<Moment> moment = new AtomicReference<>(Moment.ASKING);

    /** What Ctrl-C does. */
    private enum Moment {
        /** Nothing is there: the process ends. */
        ASKING,
        /** The trial is broken off, and what it needed taken away. */
        TRYING,
        /** It is as good as done. */
        PLACING
    }

    InitTrials(InitFolder folder, Console console, Questions questions, InitBrokerAnswers answers) {
        this.folder = folder;
        this.console = console;
        this.questions = questions;
        this.answers = answers;
    }

    /** The exit code. */
    int until(Function<InitBroker, InitText> text) throws Failure {
        var broker = answers.first();
        heedSignals();
        var good = tried(text.apply(broker), broker);
        while (!good && again()) {
            broker = answers.again(broker);
            good = tried(text.apply(broker), broker);
        }
        moment.set(Moment.PLACING);
        place(text.apply(broker), broker);
        new InitFarewell(folder, console).tell(broker, good ? Trial.GOOD : Trial.FAILED);
        return good ? 0 : Failure.FAILED;
    }

    private boolean tried(InitText text, InitBroker broker) throws Failure {
        moment.set(Moment.TRYING);
        try (var draft = InitDraft.write(folder, text, broker.files())) {
            return succeeds(draft.config());
        } finally {
            moment.set(Moment.ASKING);
        }
    }

    private boolean again() throws Failure {
        return questions.possible() && questions.yes("\nCorrect the broker or the login, and try again?", Usually.YES);
    }

    private void heedSignals() {
        var trial = Thread.currentThread();
        for (var signal : new String[] {"INT", "TERM"})
            Signals.on(signal, () -> {
                switch (moment.get()) {
                    case ASKING -> System.exit(INTERRUPTED);
                    case TRYING -> trial.interrupt();
                    case PLACING -> {}
                }
            });
    }

    private boolean succeeds(AgentConfig config) throws Failure {
        try {
            return new ConnectCheck(config, console).succeeds();
        } catch (Unusable unusable) {
            throw Failure.because(unusable.getMessage());
        } catch (InterruptedException interrupted) {
            throw Failure.because("interrupted; nothing was written");
        }
    }

    private void place(InitText text, InitBroker broker) throws Failure {
        try (var draft = InitDraft.write(folder, text, broker.files())) {
            draft.place().forEach(console::say);
        }
    }
}
