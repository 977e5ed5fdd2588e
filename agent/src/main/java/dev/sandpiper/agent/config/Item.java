package dev.sandpiper.agent.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A piece of the file with its place. */
sealed interface Item {
    Spot spot();

    /** For messages: what is there. */
    String found();

    /** This item with its texts replaced, keys left as they are. */
    Item withTexts(Function<Scalar, Scalar> change);

    /** What YAML's core schema makes of a scalar. */
    enum Sort {
        TEXT,
        WHOLE,
        DECIMAL,
        FLAG,
        NOTHING
    }

    /** @param text as in the file, quotes and escapes resolved */
    record Scalar(Spot spot, Sort sort, String text) implements Item {
        @Override
        public String found() {
            return switch (sort) {
                case NOTHING -> "nothing";
                case WHOLE, DECIMAL, FLAG -> shortened(text);
                case TEXT -> quoted(text);
            };
        }

        @Override
        public Scalar withTexts(Function<Scalar, Scalar> change) {
            return sort == Sort.TEXT ? change.apply(this) : this;
        }
    }

    /** A text as messages show it. */
    static String quoted(String text) {
        return "'" + shortened(text) + "'";
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    /** A list. */
    record Listing(Spot spot, List<Item> items) implements Item {
        @Override
        public String found() {
            return "a list";
        }

        @Override
        public Listing withTexts(Function<Scalar, Scalar> change) {
            return new Listing(
                    spot, items.stream().map(item -> item.withTexts(change)).toList());
        }
    }

    /** Keys with their values, duplicates too. */
    record Mapping(Spot spot, List<Pair> pairs) implements Item {
        @Override
        public String found() {
            return "keys with values";
        }

        @Override
        public Mapping withTexts(Function<Scalar, Scalar> change) {
            return new Mapping(
                    spot, pairs.stream().map(pair -> pair.withTexts(change)).toList());
        }

        /** The value of a key. */
        Optional<Item> at(String key) {
            return pairs.stream()
                    .filter(pair -> pair.key().text().equals(key))
                    .map(Pair::value)
                    .findFirst();
        }
    }

    /** One key with its value. */
    record Pair(Scalar key, Item value) {
        Pair withTexts(Function<Scalar, Scalar> change) {
            return new Pair(key, value.withTexts(change));
        }
    }
}
