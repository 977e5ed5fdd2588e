package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.Questions.Usually;
import dev.sandpiper.agent.link.Presented;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Whom to trust where the system's list does not know the broker's authority: a person decides, or a fingerprint.
 *
 * @param accepted what was decided before, so that a wrong password is no reason to ask again
 */
record InitTrust(Questions questions, Console console, Set<Fingerprint> accepted) {
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** The file of the authority to trust from now on, if one was accepted. */
    Optional<InitFile> decided(Presented presented) throws Failure {
        var anchor = presented.anchor();
        if (anchor.isEmpty()) return notShown(presented);
        var fingerprint = Fingerprint.of(anchor.get());
        if (accepted.contains(fingerprint)) return Optional.of(file(anchor.get()));
        show(anchor.get());
        if (questions.possible()) {
            if (!questions.yes("Trust it from now on? It is kept as " + InitFile.AUTHORITY, Usually.NO))
                return Optional.empty();
            accepted.add(fingerprint);
            return Optional.of(file(anchor.get()));
        }
        throw Failure.usage(
                "the broker's certificate leads to no authority that is trusted here; when you have compared the fingerprint, add --accept-ca "
                        + fingerprint.hex());
    }

    /** What the broker shows, if it is what is expected. */
    InitFile expected(Presented presented, Fingerprint expected) throws Failure {
        var anchor = presented.anchor();
        if (anchor.map(Fingerprint::of).filter(expected::equals).isPresent()) return file(anchor.get());
        anchor.ifPresent(this::show);
        throw Failure.because(
                anchor.isPresent()
                        ? "that is not the fingerprint of --accept-ca: another broker answers, or its certificate was made anew; nothing was written"
                        : "the broker shows no authority to hold against --accept-ca; nothing was written");
    }

    private void show(X509Certificate certificate) {
        var fingerprint = Fingerprint.of(certificate);
        var own = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        var table = new Table()
                .row("  subject", certificate.getSubjectX500Principal().getName())
                .row(
                        "  issued by",
                        own ? "itself" : certificate.getIssuerX500Principal().getName())
                .row("  valid", day(certificate.getNotBefore()) + " to " + day(certificate.getNotAfter()))
                .row("  SHA-256", fingerprint.firstRow())
                .row("", fingerprint.secondRow());
        console.err().println("\nNobody whom this system trusts vouches for the broker. It shows this certificate:");
        console.err().println(table);
        console.err().println("Compare it at the broker (mosquitto: the file of cafile, else of certfile):");
        console.err().println("  openssl x509 -in FILE -noout -fingerprint -sha256");
    }

    private Optional<InitFile> notShown(Presented presented) {
        console.say(
                ("the broker's certificate was issued by '%s', which it does not show: copy that authority's certificate"
                                + " here from the broker (mosquitto: its cafile), and start again with --ca-file FILE")
                        .formatted(presented
                                .chain()
                                .getLast()
                                .getIssuerX500Principal()
                                .getName()));
        return Optional.empty();
    }

    private static InitFile file(X509Certificate certificate) {
        try {
            return InitFile.open(
                    InitFile.AUTHORITY,
                    "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                            .formatted(PEM.encodeToString(certificate.getEncoded())));
        } catch (CertificateEncodingException damaged) {
            throw new IllegalStateException("a certificate that was read cannot be written", damaged);
        }
    }

    private static LocalDate day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
