package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Listing;
import dev.sandpiper.agent.config.Item.Mapping;
import dev.sandpiper.agent.config.Item.Pair;
import dev.sandpiper.agent.config.Item.Scalar;
import dev.sandpiper.agent.config.Item.Sort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words of a command line that stand for keys of {@code broker}: {@code --ca-file} for {@code broker.tls.ca_file}. */
public final class BrokerWords {
    /** In place of a device's id, where no device is meant. */
    static final String NO_DEVICE = "operator";

    private static final Pattern KEY =
            Pattern.compile("\\bbroker\\.(?:tls\\.)?(?<name>[a-z_]++)(?!\\.)(?:\\[\\d+])?(?:: true)?");

    private final Map<String, Item> broker = new LinkedHashMap<>();
    private final Map<String, Item> tls = new LinkedHashMap<>();

    /** @param urls at least one, or the configuration's stay */
    public BrokerWords urls(List<String> urls) {
        if (!urls.isEmpty())
            broker.put(
                    "url",
                    new Listing(
                            Spot.COMMAND_LINE,
                            urls.stream().map(BrokerWords::text).toList()));
        return this;
    }

    /** @param key of {@code broker} */
    public BrokerWords text(String key, Optional<String> text) {
        text.ifPresent(word -> broker.put(key, text(word)));
        return this;
    }

    /** @param key of {@code broker} */
    public BrokerWords file(String key, Optional<Path> file) {
        return text(key, file.map(BrokerWords::absolute));
    }

    /** @param key of {@code broker.tls} */
    public BrokerWords tlsText(String key, Optional<String> text) {
        text.ifPresent(word -> tls.put(key, text(word)));
        return this;
    }

    /** @param key of {@code broker.tls} */
    public BrokerWords tlsFile(String key, Optional<Path> file) {
        return tlsText(key, file.map(BrokerWords::absolute));
    }

    public BrokerWords allowPlaintext() {
        broker.put("allow_plaintext", new Scalar(Spot.COMMAND_LINE, Sort.FLAG, "true"));
        return this;
    }

    private static Item text(String word) {
        return new Scalar(Spot.COMMAND_LINE, Sort.TEXT, word);
    }

    // It was typed in this folder, not in that of a configuration.
    private static String absolute(Path file) {
        return file.toAbsolutePath().toString();
    }

    /** The keys of {@code broker} with these words in place of their values. */
    Item over(Optional<Item> written) {
        if (written.isPresent() && !(written.get() instanceof Mapping)) return written.get();
        var keys = written.map(Mapping.class::cast);
        var words = new LinkedHashMap<>(broker);
        if (!tls.isEmpty()) words.put("tls", merged(keys.flatMap(all -> all.at("tls")), tls));
        return merged(written, words);
    }

    private static Item merged(Optional<Item> written, Map<String, Item> words) {
        if (written.isPresent() && !(written.get() instanceof Mapping)) return written.get();
        var kept = written.map(Mapping.class::cast).map(Mapping::pairs).orElse(List.of()).stream()
                .filter(pair -> !words.containsKey(pair.key().text()));
        var own = words.entrySet().stream()
                .map(word -> new Pair(new Scalar(Spot.COMMAND_LINE, Sort.TEXT, word.getKey()), word.getValue()));
        return new Mapping(
                written.map(Item::spot).orElse(Spot.COMMAND_LINE),
                new ArrayList<>(Stream.concat(kept, own).toList()));
    }

    /** A sentence about a key as one about the word it was, or could be, typed as. */
    public static String asTyped(String sentence) {
        return KEY.matcher(sentence)
                .replaceAll(key -> key.group("name").equals("url")
                        ? "--broker"
                        : "--" + key.group("name").replace('_', '-'))
                .replaceAll("\\p{Cntrl}", "?");
    }
}
