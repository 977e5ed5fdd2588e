package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Login.Session;
import dev.sandpiper.agent.link.Transport;
import dev.sandpiper.agent.link.Visit;
import dev.sandpiper.agent.loop.Time;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The way in to the brokers of a configuration: under a client id of its own, without a session and without a will. */
public final class Entrance {
    private final BrokerConfig broker;
    private final Credentials credentials;
    private final Transport.Opener opener;
    private final UnaryOperator<String> wording;
    private final String clientId;

    /** @param wording puts a sentence that names keys of a configuration into the words of whoever has none */
    public Entrance(
            BrokerConfig broker,
            Time time,
            RandomGenerator random,
            Transport.Opener opener,
            UnaryOperator<String> wording) {
        this.broker = broker;
        this.credentials = new Credentials(broker, time);
        this.opener = opener;
        this.wording = wording;
        this.clientId = "sandpiper-" + hex(random);
    }

    // 48 bits: with the name before them no longer than the 23 bytes that every broker takes.
    private static String hex(RandomGenerator random) {
        var bytes = new byte[6];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    List<BrokerAddress> addresses() {
        return broker.addresses();
    }

    String prefix() {
        return broker.prefix();
    }

    /** Whom a broker has to allow what is missing. */
    String who() {
        return broker.username().map(name -> "user '" + name + "'").orElse("client '" + clientId + "'");
    }

    /** What went wrong, in the words of this way in, and safe to show: some of it is the other side's. */
    String why(Exception failed) {
        return Shown.text(wording.apply(failed.getMessage()));
    }

    /** Not yet connected. */
    Visit at(BrokerAddress address, Consumer<Arrived> listener) throws Unusable {
        return new Visit(address, credentials.visitor(clientId, Session.CLEAN, Optional.empty()), opener, listener);
    }
}
