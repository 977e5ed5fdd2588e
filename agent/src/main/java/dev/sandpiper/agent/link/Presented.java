package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.link.Failure.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What a broker shows of itself before anybody logs in, held against what this system trusts. Nothing is sent but the
 * beginning of a handshake.
 *
 * @param chain its certificate first; empty where it did not come to that
 */
public record Presented(Standing standing, List<X509Certificate> chain) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NO_AUTHORITY = -1;

    /** What a person has to decide, if anything. */
    public enum Standing {
        /** This system trusts it. */
        TRUSTED,
        /** Who vouches for it is not known here. */
        UNKNOWN_AUTHORITY,
        /** Nothing listens there, or nothing that speaks TLS. */
        NO_TLS,
        /** Anything else: a trial of the whole connection says what it is. */
        OTHER
    }

    /**
     * Asks for it; takes up to ten seconds for each step.
     *
     * @param serverName expected in the certificate instead of the address's host
     */
    public static Presented by(BrokerAddress address, Optional<String> serverName) {
        try (var socket = new Socket()) {
            var material = new TlsMaterial(Authorities.read(Optional.empty()), Optional.empty(), serverName, List.of());
            var tls = new Tls(material, address);
            var millis = (int) PATIENCE.toMillis();
            socket.connect(new InetSocketAddress(address.host(), address.port()), millis);
            socket.setSoTimeout(millis);
            return new Presented(standing(tls, socket, material.authorities()), tls.shown());
        } catch (ConnectException nobody) {
            return new Presented(Standing.NO_TLS, List.of());
        } catch (IOException | KeyFault otherwise) {
            return new Presented(Standing.OTHER, List.of());
        }
    }

    private static Standing standing(Tls tls, Socket socket, Authorities authorities) throws IOException {
        try (var secured = tls.over(socket)) {
            secured.startHandshake();
            return Standing.TRUSTED;
        } catch (SSLException refused) {
            if (tls.shown().isEmpty()) return silent(refused) ? Standing.NO_TLS : Standing.OTHER;
            var known = authorities.above(tls.shown()).isPresent();
            return untrusted(refused) && !known ? Standing.UNKNOWN_AUTHORITY : Standing.OTHER;
        }
    }

    private static boolean silent(SSLException refused) {
        return String.valueOf(refused.getMessage()).contains("Unsupported or unrecognized SSL message");
    }

    private static boolean untrusted(Throwable refused) {
        for (var cause = refused; cause != null; cause = cause.getCause())
            if (cause instanceof LinkFault fault) return fault.failure().cause() == Cause.TLS_UNTRUSTED;
        return false;
    }

    /**
     * The one certificate that makes the others trusted where it is: the authority at the end of the chain, or the broker's
     * own where that signed itself. Empty where the broker does not show it.
     */
    public Optional<X509Certificate> anchor() {
        if (chain.isEmpty()) return Optional.empty();
        var top = chain.getFirst();
        for (var next : chain.subList(1, chain.size())) {
            if (next.getBasicConstraints() == NO_AUTHORITY || !Identity.issued(next, top)) break;
            top = next;
        }
        var shown = !top.equals(chain.getFirst()) || Identity.issued(top, top);
        return shown ? Optional.of(top) : Optional.empty();
    }
}
