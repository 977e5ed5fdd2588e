package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import java.util.HashSet;
import java.util.Set;

/** At which addresses a broker keeps a session for this device, so that a forgotten one is noticed, also by the next run. */
final class Sessions {
    private final String clientId;
    private final LinkMemory memory;
    private final Set<BrokerAddress> kept = new HashSet<>();

    Sessions(BrokerConfig config, LinkMemory memory) {
        this.clientId = config.clientId();
        this.memory = memory;
        for (var address : config.addresses()) if (memory.recall(note(address)).isPresent()) kept.add(address);
    }

    Session found(BrokerAddress at, boolean present) {
        if (present) return Session.PRESENT;
        return kept.contains(at) ? Session.LOST : Session.NEW;
    }

    /** A subscription was answered: from now on the broker there has a session. */
    void begun(BrokerAddress at) {
        if (kept.add(at)) memory.keep(note(at), "kept");
    }

    private String note(BrokerAddress at) {
        return "session %s %s".formatted(clientId, at.url());
    }
}
