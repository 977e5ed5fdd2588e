package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Identity.Proof;
import dev.sandpiper.sensors.chip.KnownChips.Chip;
import dev.sandpiper.sensors.scan.Finding.Certainty;
import dev.sandpiper.sensors.scan.Finding.State;
import dev.sandpiper.sensors.scan.Questions.Answered;
import dev.sandpiper.sensors.scan.Questions.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the answers of a chip to what it is. */
final class Verdict {
    private Verdict() {}

    static State of(int address, List<Answered> answers) {
        var named = right(answers, Proof.NAMED);
        if (!named.isEmpty()) return new State.Answers(Certainty.CERTAIN, named, said(named.getFirst()));
        var alike = right(answers, Proof.AS_AFTER_POWER_ON);
        if (!alike.isEmpty())
            return new State.Answers(Certainty.LIKELY, alike, "as after power-on: " + said(alike.getFirst()));
        return left(address, answers);
    }

    /** The chips whose answers are right; first those that have more to be right. */
    private static List<Chip> right(List<Answered> answers, Proof proof) {
        return answers.stream()
                .filter(answer -> answer.outcome() == Outcome.RIGHT)
                .map(Answered::chip)
                .filter(chip -> identity(chip).proof() == proof)
                .sorted(Comparator.comparing(chip -> -bits(identity(chip))))
                .toList();
    }

    private static Identity identity(Chip chip) {
        return chip.identity().orElseThrow();
    }

    private static int bits(Identity identity) {
        return identity.marks().stream().mapToInt(Verdict::bits).sum();
    }

    private static int bits(Identity.Mark mark) {
        return switch (mark) {
            case Identity.Register register -> Long.bitCount(register.mask());
            case Identity.Answer answer -> 8 * answer.length();
        };
    }

    /** Without those that would have said who they are; behind the others those that may have been changed. */
    private static State left(int address, List<Answered> answers) {
        var left = answers.stream().filter(answer -> !ruledOut(answer)).toList();
        return byAddress(
                address,
                chips(left, outcome -> outcome == Outcome.UNASKED),
                chips(left.isEmpty() ? answers : left, outcome -> outcome != Outcome.UNASKED),
                "by its address only");
    }

    private static List<Chip> chips(List<Answered> answers, Predicate<Outcome> which) {
        return answers.stream()
                .filter(answer -> which.test(answer.outcome()))
                .map(Answered::chip)
                .toList();
    }

    // What is there only to say its name says it.
    private static boolean ruledOut(Answered answer) {
        return switch (answer.outcome()) {
            case RIGHT, UNASKED -> false;
            case REFUSED -> true;
            case WRONG -> saysItsName(identity(answer.chip()));
        };
    }

    private static boolean saysItsName(Identity identity) {
        return identity.proof() == Proof.NAMED
                && identity.marks().stream().allMatch(Identity.Register.class::isInstance);
    }

    /** Nothing but the address tells. */
    static State byAddress(int address, List<Chip> chips, String why) {
        return byAddress(address, chips, List.of(), why);
    }

    private static State byAddress(int address, List<Chip> likelier, List<Chip> lessLikely, String why) {
        return new State.Answers(
                Certainty.POSSIBLE,
                Stream.concat(sorted(address, likelier), sorted(address, lessLikely))
                        .toList(),
                why);
    }

    /** The chip whose usual address this is first, then one with a driver, then the one with fewer other addresses. */
    private static Stream<Chip> sorted(int address, List<Chip> chips) {
        return chips.stream()
                .sorted(Comparator.<Chip, Boolean>comparing(
                                chip -> chip.addresses().getFirst() != address)
                        .thenComparing(chip -> chip.driver().isEmpty())
                        .thenComparing(chip -> chip.addresses().size()));
    }

    private static String said(Chip chip) {
        return identity(chip).marks().stream().map(Verdict::said).collect(Collectors.joining(", "));
    }

    private static String said(Identity.Mark mark) {
        return switch (mark) {
            case Identity.Register register ->
                "0x%02x is 0x%0{}x"
                        .replace("{}", Integer.toString(2 * register.length()))
                        .formatted(register.pointer(), register.value());
            case Identity.Answer answer -> answer.about();
        };
    }
}
