package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.Failure.Cause;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Leaves the decision to Java's own check, and finds out for the operator why it said no. */
final class ServerTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Authorities authorities;
    private final X509ExtendedTrustManager judge;
    private final String serverName;
    private volatile List<X509Certificate> shown = List.of();

    ServerTrust(Authorities authorities, String serverName) {
        this.authorities = authorities;
        this.judge = authorities.judge();
        this.serverName = serverName;
    }

    /** What the broker showed, its own certificate first; empty before the handshake. */
    List<X509Certificate> shown() {
        return shown;
    }

    /** When the certificates end that the broker showed, and the authority above them; empty before the handshake. */
    List<Expiry> expiries() {
        if (shown.isEmpty()) return List.of();
        var above = authorities.above(shown);
        var all = new ArrayList<Expiry>();
        for (var certificate : shown)
            if (above.filter(certificate::equals).isEmpty()) all.add(Expiry.ofBroker(certificate));
        above.map(authority -> Expiry.ofAuthority(authority, authorities.file()))
                .ifPresent(all::add);
        return all;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        shown = List.of(chain);
        try {
            judge.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw new CertificateException(e.getMessage(), new LinkFault(reason(chain, authType), e));
        }
    }

    private Failure reason(X509Certificate[] chain, String authType) {
        Date now = new Date();
        for (X509Certificate certificate : chain) {
            try {
                certificate.checkValidity(now);
            } catch (CertificateExpiredException e) {
                return new Failure(Cause.TLS_EXPIRED, expired(certificate, now));
            } catch (CertificateNotYetValidException e) {
                return new Failure(Cause.TLS_NOT_YET_VALID, notYetValid(certificate, now));
            }
        }
        try {
            // The variant without a socket leaves out the host name.
            judge.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            return new Failure(Cause.TLS_UNTRUSTED, untrusted(List.of(chain), e));
        }
        return new Failure(
                Cause.TLS_HOST_NAME,
                "the broker's certificate is for " + names(chain[0]) + ", not for '" + serverName
                        + "'; set broker.tls.server_name or use the right host name");
    }

    private static String expired(X509Certificate certificate, Date now) {
        return "the broker's certificate '"
                + certificate.getSubjectX500Principal().getName() + "' expired on "
                + day(certificate.getNotAfter()) + " (this device's clock says " + day(now)
                + "); renew it at the broker, or set the clock";
    }

    private static String notYetValid(X509Certificate certificate, Date now) {
        return "the broker's certificate '"
                + certificate.getSubjectX500Principal().getName() + "' is not valid before "
                + day(certificate.getNotBefore()) + " (this device's clock says " + day(now) + ")";
    }

    private String untrusted(List<X509Certificate> chain, CertificateException why) {
        if (authorities.above(chain).isPresent())
            return "the broker's certificate '%s' was issued by an authority that is trusted, but for something else or not strong enough (%s); issue it anew"
                    .formatted(
                            chain.getFirst().getSubjectX500Principal().getName(),
                            root(why).getMessage());
        String issuer = chain.getLast().getIssuerX500Principal().getName();
        return authorities
                .file()
                .map(file -> "the broker's certificate is not trusted by " + file + "; it was issued by '" + issuer
                        + "', whose certificate belongs into that file")
                .orElse("the broker's certificate is not trusted by this system; it was issued by '" + issuer
                        + "', whose certificate belongs into broker.tls.ca_file");
    }

    private static Throwable root(Throwable fault) {
        var root = fault;
        while (root.getCause() != null) root = root.getCause();
        return root;
    }

    private static LocalDate day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                return alternatives.stream()
                        .filter(entry ->
                                entry.get(0).equals(DNS_NAME) || entry.get(0).equals(IP_ADDRESS))
                        .map(entry -> "'" + entry.get(1) + "'")
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            // The subject will do.
        }
        return "'" + certificate.getSubjectX500Principal().getName() + "' without any host name";
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a check without the host name is not made");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only sockets are used");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
