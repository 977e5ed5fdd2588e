package dev.sandpiper.agent.keys;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The certificates in a PEM file. */
public final class Certificates {
    private Certificates() {}

    /** All of them, in the order of the file; at least one. */
    public static List<X509Certificate> in(Path file) throws KeyFault {
        var all = new ArrayList<X509Certificate>();
        for (var block : blocks(file)) all.add(certificate(block));
        return all;
    }

    /** Those that are not damaged, at least one: a list of hundreds must not fail for a single one. */
    public static List<X509Certificate> soundIn(Path file) throws KeyFault {
        var all = new ArrayList<X509Certificate>();
        for (var block : blocks(file)) {
            try {
                all.add(certificate(block));
            } catch (KeyFault damaged) {
                // The others count.
            }
        }
        if (all.isEmpty()) throw new KeyFault(file, "has no certificate that is not damaged");
        return all;
    }

    private static List<Pem.Block> blocks(Path file) throws KeyFault {
        var blocks = Pem.read(file).stream()
                .filter(block -> block.label().endsWith("CERTIFICATE"))
                .toList();
        if (blocks.isEmpty())
            throw new KeyFault(file, "has no certificate; expected PEM, '-----BEGIN CERTIFICATE-----'");
        return blocks;
    }

    private static X509Certificate certificate(Pem.Block block) throws KeyFault {
        try {
            var der = new ByteArrayInputStream(block.content());
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der);
        } catch (CertificateException damaged) {
            throw new KeyFault(
                    block.file(),
                    "the certificate in line %d is damaged: %s".formatted(block.number(), damaged.getMessage()),
                    damaged);
        }
    }
}
