package dev.sandpiper.agent.config;

/**
 * Home Assistant's discovery.
 *
 * @param prefix of its topics
 */
public record HomeAssistantConfig(boolean discovery, String prefix) {

    /** Where it is told of a device. */
    public String topic(String device) {
        return prefix + "/device/" + device + "/config";
    }

    /** Where it says that it has started. */
    public String status() {
        return prefix + "/status";
    }
}
