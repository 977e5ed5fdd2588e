package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.sensors.Value;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an output leaves to the next run. Most leave nothing: they begin at their safe value, and no timer of theirs can be
 * cut short by that.
 */
final class Keepsake {
    private ActuatorConfig config;
    private final Past past;
    private final Optional<Remains> remains;
    private String kept;

    Keepsake(ActuatorConfig config, Past past) {
        this.config = config;
        this.past = past;
        this.kept = past.recall(config.id()).orElse("");
        takeBackWhatIsOfNoUse();
        this.remains = Remains.parse(kept, config.repertoire());
    }

    /** Other rules of the same output. */
    void rules(ActuatorConfig next) {
        config = next;
        takeBackWhatIsOfNoUse();
    }

    // It would be wrong by the time that a configuration has use for it again.
    private void takeBackWhatIsOfNoUse() {
        if (leavesSomething() || kept.isEmpty()) return;
        kept = "";
        past.keepNow(config.id(), kept);
    }

    private boolean leavesSomething() {
        return switch (config.initial()) {
            case Initial.Last() -> true;
            case Initial.At(var value) ->
                !value.equals(config.safe())
                        && (config.limits().maxOn().isPresent()
                                || config.limits().onLinkLoss().isPresent());
        };
    }

    /** What the output would begin with now. */
    Beginning beginning(long now, Optional<Value> withoutLink) {
        return Beginning.of(config, remains, past.boot(), now, withoutLink);
    }

    /** Since when the link was lost for the run before, where this run can tell how long ago that is. */
    OptionalLong lostSince() {
        return remains.filter(left -> left.boot().equals(past.boot()))
                .map(Remains::lostSince)
                .orElse(OptionalLong.empty());
    }

    String boot() {
        return past.boot();
    }

    /** Keeps it if that is new: with the commit of the command, or at once where there is none. */
    void keep(Remains now, Cause cause) {
        var text = now.text();
        if (!leavesSomething() || text.equals(kept)) return;
        kept = text;
        switch (cause) {
            // After the latter two the next run would reckon the same from what was kept before.
            case COMMAND, REVERT, MAX_ON -> past.keepWithNextCommit(config.id(), text);
            case START, LINK_LOSS, INTERLOCK, FAULT, LOCAL -> past.keepNow(config.id(), text);
            case SHUTDOWN -> {}
        }
    }
}
