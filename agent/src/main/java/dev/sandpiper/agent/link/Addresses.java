package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.util.List;

/** The brokers' addresses in turn, the last good one first. */
final class Addresses {
    private final List<BrokerAddress> all;
    private int next;
    private int current;

    Addresses(List<BrokerAddress> all) {
        this.all = List.copyOf(all);
    }

    /** The address for the next attempt. */
    BrokerAddress next() {
        current = next;
        next = (next + 1) % all.size();
        return current();
    }

    BrokerAddress current() {
        return all.get(current);
    }

    /** The attempt succeeded. */
    void good() {
        next = current;
    }
}
