package dev.sandpiper.agent.config;

/**
 * Home Assistant's discovery.
 *
 * @param prefix of its topics
 */
public record HomeAssistantConfig(boolean discovery, String prefix) {}
