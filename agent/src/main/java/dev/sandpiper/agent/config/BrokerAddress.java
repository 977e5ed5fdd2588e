package dev.sandpiper.agent.config;

import java.util.Optional;

/**
 * One place where the broker may listen.
 *
 * @param url as in the file, for people; without the query of a WebSocket, which can hold a secret
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535; where the URL has none 8883 with TLS, else 1883; for a WebSocket 443 and 80
 * @param webSocket path and query of the WebSocket that carries MQTT, such as {@code /mqtt?token=1}; else empty
 */
public record BrokerAddress(String url, String host, int port, boolean tls, Optional<String> webSocket) {
    // No machine ever has a name that ends like this: RFC 6761, section 6.4.
    private static final String PLACEHOLDER = "your-broker.invalid";

    /** MQTT straight over TCP or TLS. */
    public BrokerAddress(String url, String host, int port, boolean tls) {
        this(url, host, port, tls, Optional.empty());
    }

    /** Whether what is sent there can be read by nobody on the way, since it is encrypted or stays on this machine. */
    public boolean isPrivate() {
        return tls || BrokerUrl.local(this);
    }

    /** Whether it is the one in the file that the package brings: nobody has filled in a broker yet. */
    public boolean isPlaceholder() {
        return host.equals(PLACEHOLDER);
    }
}
