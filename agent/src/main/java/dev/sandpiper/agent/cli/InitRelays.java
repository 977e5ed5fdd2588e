package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitRelay.Level;
import dev.sandpiper.agent.cli.Questions.Usually;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is switched: by the words of the command line, else by the person. No bus can tell what hangs at a pin. */
record InitRelays(Questions questions, Console console) {
    private static final String USUAL_NAME = "relay";

    /** @param words as in {@code --relay pump=22} */
    List<InitEntry> named(List<String> words, List<InitEntry> others) throws Failure {
        var all = new ArrayList<>(others);
        for (var word : words) {
            var relay = InitRelay.parse(word);
            var wrong = relay.objection(all);
            if (wrong.isPresent()) throw Failure.usage("--relay %s: %s".formatted(word, wrong.get()));
            all.add(relay.entry());
        }
        return all;
    }

    /** Asks until there is no other one. */
    List<InitEntry> asked(List<InitEntry> others) throws Failure {
        var all = new ArrayList<>(others);
        var pin = pin("Pin of a relay, lamp or pump, such as 22 (BCM; Enter: none)");
        while (pin.isPresent()) {
            var relay = relay(pin.get());
            relay.objection(all).ifPresentOrElse(console::say, () -> all.add(relay.entry()));
            pin = pin("Pin of another one (Enter: none)");
        }
        return all;
    }

    private Optional<Integer> pin(String question) throws Failure {
        var typed = questions.text(
                question,
                "",
                text -> text.matches("\\d{0,2}")
                        ? Optional.empty()
                        : Optional.of(
                                "found '%s', expected a BCM number from 0 to 27".formatted(Questions.shown(text))));
        return Optional.of(typed).filter(text -> !text.isEmpty()).map(Integer::valueOf);
    }

    private InitRelay relay(int pin) throws Failure {
        var name = questions.text("Its name in topics", USUAL_NAME);
        var high = questions.yes("Is it on while the pin is high ('low level trigger': no)?", Usually.YES);
        return new InitRelay(name, pin, high ? Level.HIGH : Level.LOW);
    }
}
