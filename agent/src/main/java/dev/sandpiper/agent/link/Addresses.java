package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The brokers' addresses in rounds: the last good one first, then the others in the order of the file. One that refused
 * the login rests, while the others go on.
 */
final class Addresses {
    private final List<Place> all;
    private final Time time;
    private int first;
    private int current;
    /** How many of the round have had their turn. */
    private int passed;

    /** @param rests makes the pauses of one address that refuses the login */
    Addresses(List<BrokerAddress> all, Time time, Supplier<Refusals> rests) {
        this.all = all.stream().map(each -> new Place(each, rests.get())).toList();
        this.time = time;
    }

    private static final class Place {
        private final BrokerAddress address;
        private final Refusals refusals;
        private long restsUntil = Long.MIN_VALUE;

        private Place(BrokerAddress address, Refusals refusals) {
            this.address = address;
            this.refusals = refusals;
        }
    }

    /** The address for the next attempt. */
    BrokerAddress next() {
        if (!more()) passed = 0;
        while (passed < all.size() - 1 && resting(at(passed))) passed++;
        current = (first + passed) % all.size();
        passed++;
        return current();
    }

    /** Whether the round that has begun has another address for an attempt. */
    boolean more() {
        if (passed == 0) return false;
        for (var turn = passed; turn < all.size(); turn++) if (!resting(at(turn))) return true;
        return false;
    }

    /** Until one of them may be asked again; zero when that is now. */
    Duration untilOneIsAwake() {
        return all.stream()
                .map(place -> resting(place) ? time.until(place.restsUntil) : Duration.ZERO)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Place at(int turn) {
        return all.get((first + turn) % all.size());
    }

    private boolean resting(Place place) {
        return place.restsUntil != Long.MIN_VALUE && time.nanos() - place.restsUntil < 0;
    }

    BrokerAddress current() {
        return all.get(current).address;
    }

    /** The attempt succeeded: the next round begins here. */
    void good() {
        first = current;
        all.get(current).refusals.over();
        restart();
    }

    /** A new round. */
    void restart() {
        passed = 0;
    }

    /** The broker refused the login, which will not heal by asking again soon. */
    void refused() {
        var place = all.get(current);
        place.restsUntil = time.in(place.refusals.pause());
    }

    /** The login has changed: each may be asked again at once. */
    void wake() {
        for (var place : all) {
            place.restsUntil = Long.MIN_VALUE;
            place.refusals.over();
        }
        restart();
    }
}
