package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * Finds the message on which a broker closes the connection: MQTT 3.1.1 has no other way to refuse one, and sent again it
 * would end each connection. What is alone under way when the broker closes is blamed; blamed so often that it cannot be
 * chance it is refused, if that broker acknowledged something else on the same connection. One that closes whatever
 * comes refuses nothing.
 */
final class Suspects {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final int CLOSES_TO_BE_CAREFUL = 2;
    private static final int BLAMES_WITHOUT_ANSWER = 6;
    private static final List<Duration> TERMS =
            List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1));
    private static final int SHOWN = 200;

    private final Time time;
    private final Map<String, Suspect> suspects = new LinkedHashMap<>();
    private final Evidence evidence = new Evidence();
    private boolean careful;
    private long carefulSince;
    private int closesInARow;
    private long begun;
    private int answers;
    /** As long as the broker may still close because of it. */
    private final LastTaken unproven;

    private int blamesWithoutAnswer;

    /** A topic that is not acknowledged. */
    private static final class Suspect {
        private int blames;
        /** Whether it was blamed although it had just been acknowledged: so is whatever came before the one to blame. */
        private boolean acknowledged;

        private boolean refusedOne;
        private boolean refused;
        private long refusedUntil;
        private int terms;
    }

    Suspects(Time time) {
        this.time = time;
        this.unproven = new LastTaken(time);
        this.begun = time.nanos();
    }

    /** A new connection is ready. */
    void begin() {
        begun = time.nanos();
        answers = 0;
        unproven.forget();
    }

    /** Whether messages leave one by one, so that the next close shows the one to blame. */
    boolean careful() {
        return careful;
    }

    /** Whether nothing may be sent to the topic at present. */
    boolean refused(String topic) {
        var suspect = suspects.get(topic);
        return suspect != null && suspect.refused;
    }

    boolean suspected(String topic) {
        return suspects.containsKey(topic);
    }

    /** How much speaks against a topic that is suspected, more than against another one. */
    int weight(String topic) {
        var suspect = suspects.get(topic);
        if (suspect == null) return 0;
        return suspect.acknowledged ? 2 * suspect.blames - 1 : 2 * suspect.blames;
    }

    /** Whether those that are not suspected have had enough time on this connection, which may end with the others. */
    boolean othersHadTheirTurn() {
        var sinceBegin = time.since(begun);
        return sinceBegin.compareTo(SOON) >= 0 || answers > 0 && sinceBegin.compareTo(SOON.dividedBy(2)) >= 0;
    }

    /** Whether the next close could be because of an earlier message: then a suspected one had better wait. */
    boolean unsettled() {
        return (answers > 0 ? unproven.ago() : time.since(begun)).compareTo(SETTLED) < 0;
    }

    /** Whether the last message that was acknowledged is suspected: the next close must show whether it was that. */
    boolean awaitsProof() {
        return careful && unproven.topic().filter(this::suspected).isPresent() && unsettled();
    }

    void acknowledged(Message message) {
        answers++;
        blamesWithoutAnswer = 0;
        prove();
        unproven.note(message.topic());
    }

    private void prove() {
        unproven.topic().ifPresent(this::clear);
        unproven.forget();
    }

    private void clear(String topic) {
        var cleared = suspects.remove(topic);
        if (careful) evidence.acknowledged(cleared == null ? 0 : cleared.blames);
        if (cleared != null && cleared.terms > 0) Logger.info("the broker takes messages on {} again", topic);
    }

    /** The broker closed the connection with this under way, sent at these times; what to do with it if it was alone. */
    Optional<Refusal> closed(Map<Message, Long> underWay) {
        if (time.since(begun).compareTo(STABLE) >= 0) closesInARow = 0;
        var after = unproven.mayExplainClose();
        if (after.isEmpty()) prove();
        var soon = underWay.values().stream().anyMatch(at -> time.since(at).compareTo(SOON) <= 0);
        if (!soon && after.isEmpty()) return lost();
        if (++closesInARow == CLOSES_TO_BE_CAREFUL && !careful) beCareful();
        if (careful) after.ifPresent(this::blame);
        return soon && underWay.size() == 1 ? blame(underWay.keySet().iterator().next()) : Optional.empty();
    }

    // What was acknowledged is gone; only the next on its topic can be spared that.
    private void blame(String topic) {
        var suspect = suspects.computeIfAbsent(topic, any -> new Suspect());
        suspect.acknowledged = true;
        if (++suspect.blames >= evidence.needed() && answers > 1) refuseAll(topic, suspect);
    }

    /** The connection ended for another reason: that blames nobody. */
    Optional<Refusal> lost() {
        closesInARow = 0;
        evidence.unexplained();
        return Optional.empty();
    }

    private void beCareful() {
        careful = true;
        carefulSince = time.nanos();
        Logger.warn(
                "the broker closes the connection with messages under way: they leave one by one now, to find out why");
    }

    private Optional<Refusal> blame(Message message) {
        if (answers == 0) blamesWithoutAnswer++;
        if (message.divisible()) return answers == 0 ? Optional.empty() : Optional.of(Refusal.SPLIT);
        var suspect = suspects.computeIfAbsent(message.topic(), topic -> new Suspect());
        suspect.acknowledged = false;
        suspect.blames++;
        if (suspect.blames < evidence.needed() || answers == 0) return Optional.empty();
        if (suspect.refusedOne || message.kept() == null) refuseAll(message.topic(), suspect);
        else
            Logger.error(
                    "the broker closed the connection {} times on one message to {}: it is left out; {} bytes: {}",
                    suspect.blames,
                    message.topic(),
                    message.payload().length,
                    shown(message));
        suspect.refusedOne = true;
        return Optional.of(Refusal.SET_ASIDE);
    }

    private void refuseAll(String topic, Suspect suspect) {
        var term = TERMS.get(Math.min(suspect.terms++, TERMS.size() - 1));
        suspect.refused = true;
        suspect.refusedUntil = time.in(term);
        // The next time one close is enough.
        suspect.blames = Math.max(suspect.blames, evidence.needed()) - 1;
        Logger.error(
                "the broker closes the connection on whatever is sent to {}: nothing is for {} min; allow this device to"
                        + " publish there",
                topic,
                term.toMinutes());
    }

    private static String shown(Message message) {
        var text = new String(message.payload(), StandardCharsets.UTF_8);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /** Topics whose term is over: once more, with care, when the connection is stable. */
    List<String> released() {
        var free = new ArrayList<String>();
        if (suspects.isEmpty() || !stable(begun)) return free;
        suspects.forEach((topic, suspect) -> {
            if (suspect.refused && time.nanos() - suspect.refusedUntil >= 0) free.add(topic);
        });
        for (var topic : free) suspects.get(topic).refused = false;
        if (free.isEmpty()) return free;
        careful = true;
        carefulSince = time.nanos();
        return free;
    }

    /** A connection that lasts speaks for what was acknowledged on it, and ends the care. */
    void relax() {
        if (!unsettled()) prove();
        if (!careful || !stable(begun) || !stable(carefulSince)) return;
        careful = false;
        closesInARow = 0;
        Logger.info("the connection lasts: messages leave together again");
    }

    private boolean stable(long since) {
        return time.since(since).compareTo(STABLE) >= 0;
    }

    /** For {@code health}. */
    Optional<String> sentence() {
        if (blamesWithoutAnswer >= BLAMES_WITHOUT_ANSWER)
            return Optional.of("the broker closes the connection whatever this device sends and acknowledges nothing;"
                    + " look at its log and its access rules for this device");
        var topics = suspects.entrySet().stream()
                .filter(suspect -> suspect.getValue().refused)
                .map(Map.Entry::getKey)
                .toList();
        return topics.isEmpty() ? Optional.empty() : Optional.of(sentence(topics));
    }

    private static String sentence(List<String> topics) {
        var more = topics.size() - 1;
        return "the broker closes the connection on what is sent to %s%s: nothing is sent there for now; allow this device to publish there"
                .formatted(topics.getFirst(), more == 0 ? "" : " and " + more + " more");
    }
}
