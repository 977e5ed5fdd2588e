package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** TLS for one attempt. */
final class Tls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");
    private static final int HTTPS_PORT = 443;
    /** AWS tells MQTT from the web by it on the port of both. */
    private static final String MQTT_AT_AWS = "x-amzn-mqtt-ca";

    private final TlsMaterial material;
    private final BrokerAddress address;
    private final String serverName;
    private final ServerTrust trust;

    Tls(TlsMaterial material, BrokerAddress address) {
        this.material = material;
        this.address = address;
        this.serverName = material.serverName().orElse(address.host());
        this.trust = new ServerTrust(material.authorities(), serverName);
    }

    /** A TLS socket over a connected one, its handshake not yet begun. */
    SSLSocket over(Socket connected) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {trust}, null);
            var factory = context.getSocketFactory();
            var socket = (SSLSocket) factory.createSocket(connected, serverName, connected.getPort(), true);
            var parameters = socket.getSSLParameters();
            parameters.setProtocols(VERSIONS);
            parameters.setCipherSuites(quickestFirst(parameters.getCipherSuites()));
            // Despite its name this is the host name check of RFC 2818, which MQTT uses as well.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setServerNames(sni());
            parameters.setApplicationProtocols(alpn().toArray(String[]::new));
            socket.setSSLParameters(parameters);
            return socket;
        } catch (GeneralSecurityException e) {
            String sentence = "TLS cannot be set up: " + e.getMessage() + "; check the files under broker.tls";
            throw new LinkFault(new Failure(Cause.CONFIGURATION, sentence), e);
        }
    }

    // The agent's JVM has no code of its own for AES, on no processor: docs/decisions/0015-chacha20-first.md.
    private static String[] quickestFirst(String[] suites) {
        return Arrays.stream(suites)
                .sorted(Comparator.comparing(suite -> !suite.contains("_CHACHA20_")))
                .toArray(String[]::new);
    }

    private KeyManager[] keys() {
        return material.identity()
                .map(identity -> new KeyManager[] {new OwnKey(identity)})
                .orElse(new KeyManager[0]);
    }

    // An address is no server name (RFC 6066, section 3), nor is what has an underscore.
    private List<SNIServerName> sni() {
        try {
            return IP_ADDRESS.matcher(serverName).matches() ? List.of() : List.of(new SNIHostName(serverName));
        } catch (IllegalArgumentException noHostName) {
            return List.of();
        }
    }

    private List<String> alpn() {
        if (!material.alpn().isEmpty()) return material.alpn();
        var host = address.host().toLowerCase(Locale.ROOT);
        var aws = host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
        var mqtt = address.webSocket().isEmpty();
        return aws && mqtt && address.port() == HTTPS_PORT ? List.of(MQTT_AT_AWS) : List.of();
    }

    /** What the broker showed, trusted or not, its own certificate first; empty before the handshake. */
    List<X509Certificate> shown() {
        return trust.shown();
    }

    /** When the certificates end that the broker has shown, and the authority above them. */
    List<Expiry> expiries() {
        return trust.expiries();
    }
}
