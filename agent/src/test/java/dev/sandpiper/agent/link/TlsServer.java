package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.FaultyServer.Behaviour;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Java's own TLS server, which takes any login and remembers what was negotiated. */
final class TlsServer implements AutoCloseable {
    /** @param protocol by ALPN; empty where there was none */
    record Seen(String protocol, List<String> names) {}

    private final SSLServerSocket listener;
    private final LinkedBlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    private TlsServer(SSLServerSocket listener) {
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    /** @param protocols those it takes by ALPN; with none it does without ALPN */
    static TlsServer showing(Issued own, String... protocols) {
        try {
            SSLServerSocket listener = (SSLServerSocket)
                    context(own).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var parameters = listener.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            listener.setSSLParameters(parameters);
            return new TlsServer(listener);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** For a {@link FaultyServer}: the behaviour behind a finished handshake. */
    static Behaviour behind(Issued own, Behaviour behaviour) {
        return behind(own, "TLSv1.3", behaviour);
    }

    static Behaviour behind(Issued own, String version, Behaviour behaviour) {
        SSLSocketFactory factory = context(own).getSocketFactory();
        return socket -> {
            SSLSocket secured = (SSLSocket) factory.createSocket(socket, null, socket.getPort(), true);
            secured.setEnabledProtocols(new String[] {version});
            secured.setUseClientMode(false);
            secured.startHandshake();
            behaviour.serve(secured);
        };
    }

    private static SSLContext context(Issued own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(own), null, null);
            return context;
        } catch (GeneralSecurityException | IOException | KeyFault e) {
            throw new AssertionError(e);
        }
    }

    private static javax.net.ssl.KeyManager[] keys(Issued own) throws GeneralSecurityException, IOException, KeyFault {
        Identity identity = Identity.read(own.certificate(), own.key(), Optional.empty());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(SSLSocket secured) {
        try (Socket socket = secured) {
            secured.startHandshake();
            seen.add(new Seen(secured.getApplicationProtocol(), names((ExtendedSSLSession) secured.getSession())));
            FaultyServer.answerConnect(socket, 0);
            FaultyServer.swallow(socket);
        } catch (IOException refused) {
            // The client's side tells why.
        }
    }

    private static List<String> names(ExtendedSSLSession session) {
        List<String> names = new ArrayList<>();
        for (SNIServerName name : session.getRequestedServerNames())
            names.add(name instanceof SNIHostName host ? host.getAsciiName() : name.toString());
        return names;
    }

    /** @param host a name or an address of loopback */
    BrokerAddress address(String host) {
        return FaultyServer.address(host, listener.getLocalPort(), true);
    }

    Seen seen() {
        try {
            Seen next = seen.poll(30, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("no handshake within 30 s");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
