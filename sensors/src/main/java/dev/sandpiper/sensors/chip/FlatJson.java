package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON object of values as a program prints it: numbers, texts, true and false by names a value may have. Strict, for
 * nobody knows who wrote the program: RFC 8259, nothing nested, no name twice.
 */
final class FlatJson {
    private static final int MOST_VALUES = 32;
    private static final int LONGEST_TEXT = 256;
    private static final int MOST_DECIMALS = 9;

    /** What has more digits is not the same any more once it is a {@code double}. */
    private static final int EXACT_DIGITS = 15;

    private static final double LARGEST = 1e15;

    private static final Pattern BLANKS = Pattern.compile("[ \\t\\r\\n]*");
    private static final Pattern FOUR_HEX = Pattern.compile("[0-9A-Fa-f]{4}");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("true|false|null");
    /** Whole numbers by their nature, though they have a unit. */
    private static final Set<String> COUNTS = Set.of("co2", "uptime");

    private final String all;
    private final Matcher text;
    private int at;

    /** What is wrong, as a clause: {@code has no value}. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String clause) {
            super(clause, null, false, false);
        }
    }

    private FlatJson(String all) {
        this.all = all;
        text = BLANKS.matcher(all);
    }

    /** The values of the object; a {@code null} is none. */
    static Reading read(String text) throws Malformed {
        return new FlatJson(text).object();
    }

    private Reading object() throws Malformed {
        if (!accept('{')) throw new Malformed("is no JSON object");
        var reading = new Reading();
        if (!accept('}')) {
            do reading = member(reading);
            while (accept(','));
            expect('}');
        }
        find(BLANKS);
        if (at != all.length()) throw new Malformed("has something behind the JSON object");
        if (reading.values().isEmpty()) throw new Malformed("has no value");
        return reading;
    }

    private Reading member(Reading before) throws Malformed {
        var name = string().orElseThrow(FlatJson::invalid);
        if (!Reading.isName(name))
            throw new Malformed("has the name '%s', which no value may have".formatted(shown(name)));
        if (before.values().containsKey(name)) throw new Malformed("has the name '%s' twice".formatted(name));
        if (before.values().size() == MOST_VALUES) throw new Malformed("has more than " + MOST_VALUES + " values");
        expect(':');
        return value(name).map(value -> before.with(name, value)).orElse(before);
    }

    private Optional<Value> value(String name) throws Malformed {
        var string = string();
        if (string.isPresent()) return Optional.of(shortText(name, string.get()));
        if (find(NUMBER))
            return Optional.of(number(name, text.group(), text.group(1) == null && text.group(2) == null));
        if (find(WORD)) return text.group().equals("null") ? Optional.empty() : Optional.of(flag(text.group()));
        if (accept('{') || accept('[')) throw new Malformed("has something nested in '%s'".formatted(name));
        throw invalid();
    }

    private static Value flag(String word) {
        return new Value.Flag(word.equals("true"));
    }

    private static Value shortText(String name, String string) throws Malformed {
        if (string.length() > LONGEST_TEXT)
            throw new Malformed("has more than %d characters in '%s'".formatted(LONGEST_TEXT, name));
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(string))
            throw new Malformed("has half a character in '%s'".formatted(name));
        return new Value.Text(string);
    }

    // 21 of a temperature is 21.0; of what the contract does not know it is a count.
    private static Value number(String name, String digits, boolean whole) throws Malformed {
        var number = Double.parseDouble(digits);
        if (Math.abs(number) > LARGEST) throw new Malformed("has a number out of range in '%s'".formatted(name));
        var counts = COUNTS.contains(name) || Quantity.named(name, 0).unit().isEmpty();
        if (whole && counts) return new Value.Count((long) number);
        return new Value.Decimal(number, whole ? 1 : decimals(digits));
    }

    // One more than it is written with, a tenth of the step it shows, for who reckons with it: zeros at the end are not
    // told.
    private static int decimals(String digits) {
        // An exponent of thousands of digits is refused, or zero, by now.
        if (digits.length() > 100) return MOST_DECIMALS;
        var written = new BigDecimal(digits);
        var more = written.precision() < EXACT_DIGITS ? 1 : 0;
        return Math.clamp(written.scale() + more, 1, MOST_DECIMALS);
    }

    private Optional<String> string() throws Malformed {
        if (!accept('"')) return Optional.empty();
        var string = new StringBuilder();
        for (var next = character(); next != '"'; next = character()) {
            if (next < ' ') throw invalid();
            string.append(next == '\\' ? escaped() : next);
        }
        return Optional.of(string.toString());
    }

    private char escaped() throws Malformed {
        return switch (character()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (!find(FOUR_HEX)) throw invalid();
                yield (char) Integer.parseInt(text.group(), 16);
            }
            default -> throw invalid();
        };
    }

    private char character() throws Malformed {
        if (at == all.length()) throw invalid();
        return all.charAt(at++);
    }

    private boolean accept(char mark) {
        find(BLANKS);
        if (at == all.length() || all.charAt(at) != mark) return false;
        at++;
        return true;
    }

    private void expect(char mark) throws Malformed {
        if (!accept(mark)) throw invalid();
    }

    private boolean find(Pattern pattern) {
        text.usePattern(pattern).region(at, all.length());
        if (!text.lookingAt()) return false;
        at = text.end();
        return true;
    }

    private static Malformed invalid() {
        return new Malformed("is no valid JSON");
    }

    private static String shown(String name) {
        var printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }
}
