package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Mapping;
import dev.sandpiper.agent.config.Item.Scalar;
import dev.sandpiper.agent.config.Item.Sort;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What simulated devices hold, contract section 8: {@code "19 10"}. */
final class Bytes {
    private static final Pattern WRITTEN = Pattern.compile("[0-9A-Fa-f]{2}( +[0-9A-Fa-f]{2})*");
    /** Also without blanks, where quotes say that it is no number. */
    private static final Pattern WRITTEN_IN_QUOTES = Pattern.compile("[0-9A-Fa-f]{2}( *[0-9A-Fa-f]{2})*");

    private Bytes() {}

    static SimulatedDevice.Contents.Registers registers(Mapping mapping) throws Misfit {
        var runs = new TreeMap<Integer, List<Integer>>();
        for (var pair : mapping.pairs()) {
            var pointer = pointer(pair.key());
            // Runs may overlap: on chips with 16-bit registers 0x01 is a register of its own, not the second byte of
            // 0x00.
            if (runs.putIfAbsent(pointer, bytes(pair.value())) != null)
                throw Misfit.at(pair.key().spot(), "register 0x%02x is given twice; keep one", pointer);
        }
        return new SimulatedDevice.Contents.Registers(runs);
    }

    static SimulatedDevice.Contents.Replies replies(Mapping mapping) throws Misfit {
        var replies = new ArrayList<SimulatedDevice.Reply>();
        for (var pair : mapping.pairs()) {
            var reply = new SimulatedDevice.Reply(anyBytes(pair.key()), anyBytes(pair.value()));
            if (replies.stream().anyMatch(before -> before.written().equals(reply.written())))
                throw Misfit.at(
                        pair.key().spot(),
                        "%s is answered twice; keep one",
                        pair.key().found());
            replies.add(reply);
        }
        return new SimulatedDevice.Contents.Replies(replies);
    }

    private static int pointer(Scalar key) throws Misfit {
        return Scalars.number(key)
                .filter(number -> number.signum() >= 0 && number.bitLength() <= Byte.SIZE)
                .map(Number::intValue)
                .orElseThrow(() -> Misfit.at(
                        key.spot(), "found %s, expected a register number 0x00 to 0xff; correct it", key.found()));
    }

    /** Also none: {@code ""} is before anything was written, or a write after which there is nothing to read. */
    private static List<Integer> anyBytes(Item item) throws Misfit {
        var none = item instanceof Scalar scalar
                && scalar.sort() == Sort.TEXT
                && scalar.text().isBlank();
        return none ? List.of() : bytes(item);
    }

    private static List<Integer> bytes(Item item) throws Misfit {
        if (!(item instanceof Scalar scalar))
            throw Misfit.at(item.spot(), "found %s, expected bytes; write them like \"19 10\"", item.found());
        var text = scalar.text().strip();
        if (!written(scalar.sort()).matcher(text).matches())
            throw Misfit.at(
                    scalar.spot(),
                    "found %s, expected bytes as pairs of hex digits; write them like \"19 10\"",
                    scalar.found());
        var bytes = new ArrayList<Integer>();
        for (var each : HexFormat.of().parseHex(text.replace(" ", ""))) bytes.add(each & 0xFF);
        return List.copyOf(bytes);
    }

    private static Pattern written(Sort sort) {
        return sort == Sort.TEXT ? WRITTEN_IN_QUOTES : WRITTEN;
    }
}
