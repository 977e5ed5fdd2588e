package dev.sandpiper.agent;

import dev.sandpiper.agent.discovery.Voice;

/** What Home Assistant is told leaves by the link, also by the one that follows it. */
record LinkVoice(Uplink uplink) implements Voice {

    @Override
    public void always(String topic, String payload) {
        uplink.tell(link -> link.sendNewest(topic, payload));
    }

    @Override
    public void again(String topic, String payload) {
        uplink.link().sendNow(topic, payload);
    }

    @Override
    public void never(String topic) {
        uplink.tell(link -> link.forget(topic));
    }
}
