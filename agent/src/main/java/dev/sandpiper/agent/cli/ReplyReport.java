package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.operator.Reply;
import dev.sandpiper.agent.operator.Sending.Answer;
import dev.sandpiper.agent.operator.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A device's answer for a person.
 *
 * @param name the actuator, or {@code agent}
 */
record ReplyReport(String name, Answer answer) {
    /** A clock that is so far off explains why a command had expired. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

    /** {@code pump: on (done after 48 ms)}, and what was asked for. */
    String text() {
        var done = "done after %d ms".formatted(answer.after().toMillis());
        var value = answer.reply().value();
        var first = value.isPresent()
                ? "%s: %s (%s)".formatted(name, Shown.value(value.get()), done)
                : "%s: %s".formatted(name, done);
        return first + answer.reply().data().map(ReplyReport::data).orElse("");
    }

    private static String data(String json) {
        try {
            return data(Members.of(json));
        } catch (IllegalArgumentException otherwise) {
            return "\n" + Shown.text(json);
        }
    }

    private static String data(SequencedMap<String, String> members) {
        if (members.containsKey("problems") && members.containsKey("ok"))
            return "\n" + Shown.lines(new HealthReport(members).text());
        return members.entrySet().stream()
                .map(member -> "\n  %s %s"
                        .formatted(Shown.text(member.getKey()), Shown.text(Members.plain(member.getValue()))))
                .collect(Collectors.joining());
    }

    /** Why it was not done. */
    String refusal(Instant now) {
        var reply = answer.reply();
        return "%s: %s: %s%s"
                .formatted(name, Shown.text(reply.result()), Shown.text(reply.reason()), clock(reply, now));
    }

    private static String clock(Reply reply, Instant now) {
        if (!reply.result().equals("expired")) return "";
        return reply.at()
                .map(theirs -> Duration.between(now, theirs))
                .filter(ahead -> ahead.abs().compareTo(CLOCKS_DIFFER) > 0)
                .map(ahead -> "; its clock is %s %s this one"
                        .formatted(Figures.span(ahead.abs()), ahead.isNegative() ? "behind" : "ahead of"))
                .orElse("");
    }
}
