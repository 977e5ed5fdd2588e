package dev.sandpiper.agent.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What this device shows of itself: its certificate and those between it and an authority, and its key.
 *
 * @param chain its own first, each followed by the one that issued it
 */
public record Identity(Path certFile, List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] SAMPLE = "a signature under this shows whose key it is".getBytes(US_ASCII);

    /**
     * Reads the files and holds them against each other.
     *
     * @param passphrase the file of the key's pass phrase; needed only where the key is encrypted
     */
    public static Identity read(Path certFile, Path keyFile, Optional<Path> passphrase) throws KeyFault {
        var chain = List.copyOf(Certificates.in(certFile));
        var key = PrivateKeys.in(keyFile, passphrase);
        for (var i = 0; i < chain.size(); i++) {
            if (!belongTogether(key, chain.get(i).getPublicKey())) continue;
            if (i > 0) throw new KeyFault(certFile, notFirst(chain, i));
            inOrder(certFile, chain);
            return new Identity(certFile, chain, key);
        }
        throw new KeyFault(
                keyFile,
                "does not belong to the certificate in %s, which is for %s; put the right two there"
                        .formatted(certFile, name(chain.getFirst())));
    }

    private static String notFirst(List<X509Certificate> chain, int own) {
        return "the key is that of certificate %d, %s; put that first, then the one that issued it, and so on"
                .formatted(own + 1, name(chain.get(own)));
    }

    private static void inOrder(Path file, List<X509Certificate> chain) throws KeyFault {
        for (var i = 0; i + 1 < chain.size(); i++) {
            if (issued(chain.get(i + 1), chain.get(i))) continue;
            throw new KeyFault(
                    file,
                    "certificate %d was issued by %s, but certificate %d is %s; put each behind the one it issued, without a gap"
                            .formatted(i + 1, issuer(chain.get(i)), i + 2, name(chain.get(i + 1))));
        }
    }

    /** Whether the one certificate's key signed the other one. */
    public static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) return false;
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    // By a signature, since Java has no way from a private key to its public one.
    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) return false;
        try {
            var signer = Signature.getInstance(signature(key));
            signer.initSign(key);
            signer.update(SAMPLE);
            var signature = signer.sign();
            signer.initVerify(certified);
            signer.update(SAMPLE);
            return signer.verify(signature);
        } catch (GeneralSecurityException onAnotherCurve) {
            return false;
        }
    }

    private static String signature(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    private static String name(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal().getName() + "'";
    }

    private static String issuer(X509Certificate certificate) {
        return "'" + certificate.getIssuerX500Principal().getName() + "'";
    }
}
