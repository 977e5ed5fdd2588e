package dev.sandpiper.agent.link;

import java.util.Arrays;

/** What tells one message from another, without keeping it. */
record Print(String topic, int length, int hash) {
    static Print of(String topic, byte[] payload) {
        return new Print(topic, payload.length, Arrays.hashCode(payload));
    }

    static Print of(Message message) {
        return of(message.topic(), message.payload());
    }
}
