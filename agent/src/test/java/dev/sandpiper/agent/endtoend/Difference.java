package dev.sandpiper.agent.endtoend;

/**
 * Where a broker is known to behave otherwise than mosquitto. A test that meets one expects exactly that, so that a
 * version which has changed is noticed, and scripts/test-brokers prints it; docs/operating.md says what follows from it.
 */
enum Difference {
    RETAINED_FOR_EXACT_TOPICS("hands out a retained message only to who subscribes to exactly its topic"),
    CLOSES_ON_FORBIDDEN_TOPIC("closes the connection on a topic that is not allowed, others acknowledge and discard"),
    CLOSES_ON_FORBIDDEN_FILTER("closes the connection on a subscription that is not allowed"),
    REFUSES_FORBIDDEN_FILTER("refuses a subscription that is not allowed; mosquitto grants it and delivers nothing"),
    REPEATS_LATE("repeats what was not acknowledged ack_wait (here 30 s) after it was sent, not at the next connect"),
    STOPPED_BY_SIGUSR2("is stopped with SIGUSR2: on SIGTERM it acknowledges messages that it does not keep any more");

    private final String sentence;

    Difference(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
