package dev.sandpiper.agent.config;

/**
 * One place where the broker may listen.
 *
 * @param url as in the file
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535; where the URL has none 8883 with TLS, else 1883
 */
public record BrokerAddress(String url, String host, int port, boolean tls) {}
