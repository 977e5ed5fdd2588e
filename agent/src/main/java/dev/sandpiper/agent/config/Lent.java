package dev.sandpiper.agent.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a hub lends, as the file names it: {@code mux1/3}. */
record Lent(String hub, int line) {
    private static final Pattern WRITTEN = Pattern.compile("([a-z][a-z0-9_-]{0,63})/(\\d{1,3})");

    static Optional<Lent> parse(String text) {
        var match = WRITTEN.matcher(text);
        return match.matches()
                ? Optional.of(new Lent(match.group(1), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return hub + "/" + line;
    }
}
