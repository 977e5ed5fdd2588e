package dev.sandpiper.agent.payload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How readings and states are written for those who read them. A record is kept as the contract's JSON, and carries a
 * mark of the format it was recorded under: so it leaves in that one, however often it is sent and whatever the
 * configuration says by then. The marks stand in stores: never change one.
 */
public enum Format {
    /** One object for a record, contract section 2. */
    JSON(""),
    /** RFC 8428. */
    SENML(",\"@\":1"),
    /** A message for each value, which says nothing else; what is late leaves as {@link #JSON}, since it needs its time. */
    PLAIN(",\"@\":2");

    /** The name under which the mark stands among a record's members; no value can have it. */
    public static final String MARK = "@";

    private static final String END = "}";

    private final String mark;

    Format(String mark) {
        this.mark = mark;
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Format::word).toList();
    }

    /** As in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Format named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** A record's members with the mark of this format behind them. */
    public String marked(String members) {
        return members + mark;
    }

    /** The format of a record, whole or only its members. */
    public static Format of(String record) {
        if (SENML.marks(record)) return SENML;
        return PLAIN.marks(record) ? PLAIN : JSON;
    }

    private boolean marks(String record) {
        return record.endsWith(mark + END) || record.endsWith(mark);
    }

    /** A whole record as the contract has it, without its mark. */
    public static String unmarked(String record) {
        var format = of(record);
        return format == JSON
                ? record
                : record.substring(0, record.length() - END.length() - format.mark.length()) + END;
    }

    /** The format of what is late. */
    Format late() {
        return this == PLAIN ? JSON : this;
    }
}
