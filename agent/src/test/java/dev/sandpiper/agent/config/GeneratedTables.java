package dev.sandpiper.agent.config;

import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a page that follow from the code: what stands between {@code <!-- table: NAME -->} and {@code <!-- end -->};
 * the rest is written by people.
 */
record GeneratedTables(SequencedMap<String, Supplier<String>> tables) {
    private static final Pattern TABLE = Pattern.compile("<!-- table: (\\S+) -->\n.*?<!-- end -->", Pattern.DOTALL);

    /** The page with its tables as they should be. */
    String renew(String page) {
        return TABLE.matcher(page)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "<!-- table: %s -->\n%s<!-- end -->".formatted(found.group(1), table(found.group(1)))));
    }

    List<String> names() {
        return List.copyOf(tables.keySet());
    }

    private String table(String name) {
        return tables.getOrDefault(name, () -> "no such table\n").get();
    }
}
