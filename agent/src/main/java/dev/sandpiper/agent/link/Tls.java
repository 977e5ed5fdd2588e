package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.link.Failure.Cause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS for one attempt. The files are read anew each time, so that a renewed certificate needs no restart. */
final class Tls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final Path SYSTEM_AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");
    /** The store never leaves memory; its password protects nothing. */
    private static final char[] IN_MEMORY = {};

    private final TlsConfig files;
    private final String serverName;
    private volatile @Nullable ServerTrust trust;
    private volatile List<X509Certificate> own = List.of();

    /** @param host expected in the broker's certificate where the configuration has no {@code server_name} */
    Tls(TlsConfig files, String host) {
        this.files = files;
        this.serverName = files.serverName().orElse(host);
    }

    /**
     * A TLS socket over a connected one, its handshake not yet begun. Sends the server name (SNI) where it is a name.
     *
     * @throws LinkFault if a file cannot be used
     */
    SSLSocket over(Socket connected) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {trust = trust()}, null);
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(connected, serverName, connected.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(VERSIONS);
            // Despite its name this is the host name check of RFC 2818, which MQTT uses as well.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        } catch (GeneralSecurityException e) {
            String sentence = "TLS cannot be set up: " + e.getMessage() + "; check the files under broker.tls";
            throw new LinkFault(new Failure(Cause.CONFIGURATION, sentence), e);
        }
    }

    /** The earliest end among the certificates seen so far: this device's own and the broker's. */
    Optional<Instant> expiry() {
        ServerTrust seen = trust;
        Stream<X509Certificate> broker = seen == null ? Stream.of() : seen.shown().stream();
        return Stream.concat(own.stream(), broker)
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder());
    }

    private ServerTrust trust() throws GeneralSecurityException, IOException {
        Optional<Path> file =
                files.caFile().or(() -> Optional.of(SYSTEM_AUTHORITIES).filter(Files::isReadable));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        // Without a store the factory takes the JDK's own list.
        factory.init(file.isPresent() ? authorities(file.get()) : null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return new ServerTrust(x509, serverName, files.caFile());
            }
        }
        throw new GeneralSecurityException("this Java has no X.509 trust manager");
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (X509Certificate certificate : certificates(file)) {
            store.setCertificateEntry("authority " + store.size(), certificate);
        }
        return store;
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        if (files.certFile().isEmpty() || files.keyFile().isEmpty()) {
            return null;
        }
        own = certificates(files.certFile().get());
        KeyStore store = empty();
        store.setKeyEntry("own", privateKey(files.keyFile().get()), IN_MEMORY, own.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<X509Certificate> certificates(Path file) throws GeneralSecurityException, LinkFault {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : Pem.read(file)) {
            if (!block.label().endsWith("CERTIFICATE")) {
                continue;
            }
            try {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
            } catch (CertificateException e) {
                throw Pem.fault(file, "certificate " + (certificates.size() + 1) + " is damaged: " + e.getMessage(), e);
            }
        }
        if (certificates.isEmpty()) {
            throw Pem.fault(file, "has no certificate; expected PEM, '-----BEGIN CERTIFICATE-----'");
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, LinkFault {
        for (Pem.Block block : Pem.read(file)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return pkcs8(file, block.content());
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw Pem.fault(
                            file,
                            "is a key in the older format '" + block.label() + "', expected PKCS#8; convert it: "
                                    + "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out new.key");
                case "ENCRYPTED PRIVATE KEY" ->
                    throw Pem.fault(
                            file,
                            "is protected by a pass phrase, which nobody can type at start; remove it: "
                                    + "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out new.key");
                default -> {} // EC keys often come with their parameters in a block before the key.
            }
        }
        throw Pem.fault(file, "has no private key; expected PEM, '-----BEGIN PRIVATE KEY-----'");
    }

    private static PrivateKey pkcs8(Path file, byte[] content) throws GeneralSecurityException, LinkFault {
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
            } catch (InvalidKeySpecException another) {
                // The format does not tell more cheaply which algorithm it is for.
            }
        }
        throw Pem.fault(file, "is neither an RSA, an EC nor an Ed25519 key, or is damaged");
    }
}
