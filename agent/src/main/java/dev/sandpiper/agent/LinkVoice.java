package dev.sandpiper.agent;

import dev.sandpiper.agent.discovery.Voice;
import dev.sandpiper.agent.link.Link;

/** What Home Assistant is told leaves by the link. */
record LinkVoice(Link link) implements Voice {

    @Override
    public void always(String topic, String payload) {
        link.sendNewest(topic, payload);
    }

    @Override
    public void again(String topic, String payload) {
        link.sendNow(topic, payload);
    }

    @Override
    public void never(String topic) {
        link.forget(topic);
    }
}
