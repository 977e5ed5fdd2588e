package dev.sandpiper.agent.discovery;

/** How Home Assistant is spoken to: retained messages of which only the newest of a topic counts. */
public interface Voice {

    /** Sends it now and after each connect. */
    void always(String topic, String payload);

    /** Sends it once more, if there is a connection. */
    void again(String topic, String payload);

    /** Not sent any more after a connect. */
    void never(String topic);
}
