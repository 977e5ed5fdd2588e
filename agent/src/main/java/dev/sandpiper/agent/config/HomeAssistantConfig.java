package dev.sandpiper.agent.config;

import java.util.Set;

/**
 * Home Assistant's discovery.
 *
 * @param prefix of its topics
 * @param numbers ids of actuators that would be lights and are none
 */
public record HomeAssistantConfig(boolean discovery, String prefix, Set<String> numbers) {

    /** Where it is told of a device. */
    public String topic(String device) {
        return prefix + "/device/" + device + "/config";
    }

    /** Where it says that it has started. */
    public String status() {
        return prefix + "/status";
    }
}
