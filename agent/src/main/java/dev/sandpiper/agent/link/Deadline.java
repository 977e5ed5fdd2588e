package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import java.time.Duration;

/** How long each step of an attempt may take, and what is said when it takes longer. */
enum Deadline {
    LOOK_UP(10, "no name server gave an answer for '%2$s' within %3$d s; check this device's network"),
    CONNECT(20, "no answer from %1$s within %3$d s; check its address and the firewalls between"),
    HANDSHAKE(30, "%1$s did not finish the TLS handshake within %3$d s; is it a TLS listener?"),
    CONNACK(20, "%1$s did not answer the login within %3$d s; is it an MQTT broker?"),
    SUBACK(20, "the broker did not answer the subscription within %3$d s");

    private final Duration patience;
    private final String sentence;

    Deadline(int seconds, String sentence) {
        this.patience = Duration.ofSeconds(seconds);
        this.sentence = sentence;
    }

    /** For an attempt that has come to this stage. */
    static Deadline of(Stage stage) {
        return switch (stage) {
            case LOOK_UP -> LOOK_UP;
            case CONNECT -> CONNECT;
            case HANDSHAKE -> HANDSHAKE;
            case CONNACK -> CONNACK;
            case CONNECTED -> SUBACK;
        };
    }

    Duration patience() {
        return patience;
    }

    Failure missed(BrokerAddress by) {
        var host = by.host().contains(":") ? "[" + by.host() + "]" : by.host();
        return new Failure(Cause.TIMEOUT, sentence.formatted(host + ":" + by.port(), by.host(), patience.toSeconds()));
    }
}
