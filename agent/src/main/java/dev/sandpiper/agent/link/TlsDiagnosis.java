package dev.sandpiper.agent.link;

import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.link.Failure.Cause;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Turns what went wrong in a TLS handshake into a cause and a sentence for the operator. What this side thinks of the
 * broker's certificate is told by {@link ServerTrust}.
 *
 * @param peer host and port
 * @param own what this device shows
 */
record TlsDiagnosis(String peer, Optional<Identity> own) {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final String OLDER_VERSION = "The server selected protocol version";

    Optional<Failure> of(SSLException e) {
        var message = String.valueOf(e.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message"))
            return other(peer + " answers without TLS; use the port of its TLS listener in broker.url");
        if (message.contains(OLDER_VERSION)) return alert("protocol_version");
        var alert = ALERT.matcher(message);
        return alert.find() ? alert(alert.group(1)) : Optional.empty();
    }

    /** What the broker sent: the names are those of RFC 8446, section 6. */
    private Optional<Failure> alert(String name) {
        return switch (name) {
            case "certificate_required", "bad_certificate", "unsupported_certificate", "certificate_revoked" ->
                certificate(name, "check from when to when it is valid, and who issued it");
            case "certificate_expired" ->
                certificate(name, own.map(TlsDiagnosis::end).orElse(""));
            case "unknown_ca" -> certificate(name, own.map(TlsDiagnosis::issuer).orElse(""));
            case "certificate_unknown", "access_denied" ->
                certificate(name, "check from when to when it is valid, and who issued it");
            // What TLS 1.2 answers to a missing client certificate, among other things.
            case "handshake_failure" ->
                other("the broker refuses the TLS handshake (handshake_failure): no common cipher, or it wants a "
                        + "certificate of this device (broker.tls.cert_file)");
            case "protocol_version" ->
                other("the broker speaks neither TLS 1.2 nor 1.3 (protocol_version); allow one of them there");
            case "no_application_protocol" ->
                other("the broker takes none of the protocols offered to it (no_application_protocol); correct"
                        + " broker.tls.alpn or the port in broker.url");
            default -> other("the broker refuses the TLS handshake (" + name + ")");
        };
    }

    /** @param cure where a certificate was shown */
    private Optional<Failure> certificate(String alert, String cure) {
        var sentence = own.map(identity -> "the broker does not accept this device's certificate %s (%s); %s"
                        .formatted(identity.certFile(), alert, cure))
                .orElse(
                        "the broker wants a certificate of this device (%s); set broker.tls.cert_file and broker.tls.key_file"
                                .formatted(alert));
        return Optional.of(new Failure(Cause.TLS_CLIENT_CERTIFICATE, sentence));
    }

    private static String end(Identity identity) {
        var end = identity.chain().getFirst().getNotAfter().toInstant();
        return "it ends on %s: renew it, or set the broker's clock"
                .formatted(end.atZone(ZoneOffset.UTC).toLocalDate());
    }

    private static String issuer(Identity identity) {
        X509Certificate last = identity.chain().getLast();
        var unknown = "it does not know who issued it, '%s': "
                .formatted(last.getIssuerX500Principal().getName());
        return unknown
                + (Identity.issued(last, last)
                        ? "have the broker trust that one"
                        : "append that one's certificate to the file, or have the broker trust it");
    }

    private static Optional<Failure> other(String sentence) {
        return Optional.of(new Failure(Cause.TLS_OTHER, sentence));
    }
}
