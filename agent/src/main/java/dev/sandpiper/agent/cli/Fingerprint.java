package dev.sandpiper.agent.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a certificate, by which people compare two.
 *
 * @param hex 64 digits in upper case
 */
record Fingerprint(String hex) {
    /** As {@code openssl x509 -fingerprint -sha256} prints it, or the digits alone. */
    private static final Pattern WRITTEN =
            Pattern.compile("(?i)(?:sha-?256(?: fingerprint)?[:=] ?)?((?:[0-9a-f]{2}:?){31}[0-9a-f]{2})");

    private static final int ROW = 32;

    static Fingerprint parse(String text) throws Failure {
        var match = WRITTEN.matcher(text.strip());
        if (match.matches())
            return new Fingerprint(match.group(1).replace(":", "").toUpperCase(Locale.ROOT));
        throw Failure.usage("--accept-ca: found '%s', expected the 64 hex digits of a SHA-256 fingerprint"
                .formatted(text.replaceAll("\\p{Cntrl}", "?")));
    }

    static Fingerprint of(X509Certificate certificate) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().withUpperCase().formatHex(digest));
        } catch (NoSuchAlgorithmException | CertificateEncodingException crippled) {
            throw new IllegalStateException("this Java cannot take fingerprints", crippled);
        }
    }

    /** The first half of it, as openssl writes it: all of it is wider than a terminal. */
    String firstRow() {
        return row(hex.substring(0, ROW)) + ":";
    }

    /** The rest. */
    String secondRow() {
        return row(hex.substring(ROW));
    }

    private static String row(String digits) {
        return digits.replaceAll("..(?=.)", "$0:");
    }
}
