package dev.sandpiper.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** A throw-away authority made with openssl, and the certificates it issues. */
public final class TestCertificates {
    /** PEM files: the certificate, and its key as PKCS#8. */
    public record Issued(Path certificate, Path key) {}

    private static final DateTimeFormatter ASN1_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** @param folder does not need to exist */
    public static TestCertificates in(Path folder) {
        TestCertificates authority = new TestCertificates(folder);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("index.txt"), "");
            Files.writeString(folder.resolve("serial"), "01\n");
            Files.writeString(folder.resolve("ca.conf"), """
                    [ca]
                    default_ca = here
                    [here]
                    database = %1$s/index.txt
                    serial = %1$s/serial
                    new_certs_dir = %1$s
                    certificate = %1$s/ca.pem
                    private_key = %1$s/ca.key
                    default_md = sha256
                    policy = any
                    unique_subject = no
                    [any]
                    commonName = supplied
                    """.formatted(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.run(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN="
                        + name(folder) + " -keyout " + folder + "/ca.key -out " + folder + "/ca.pem")
                .split(" "));
        return authority;
    }

    /** @return the authority's own certificate */
    public Path ca() {
        return folder.resolve("ca.pem");
    }

    /** A certificate for {@code localhost}, 127.0.0.1 and ::1, valid now. */
    public Issued forLoopback() {
        return forServer("loopback", "DNS:localhost,IP:127.0.0.1,IP:::1");
    }

    /** @param names as openssl writes them: {@code DNS:broker.example.com,IP:10.0.0.1} */
    public Issued forServer(String file, String names) {
        Instant now = Instant.now();
        return issue(file, names, now.minus(1, ChronoUnit.DAYS), now.plus(365, ChronoUnit.DAYS));
    }

    /** A certificate a device shows; its common name is {@code device}. */
    public Issued forClient(String device) {
        return forServer(device, "DNS:" + device);
    }

    public Issued issue(String file, String names, Instant from, Instant to) {
        Path key = folder.resolve(file + ".key");
        Path request = folder.resolve(file + ".csr");
        Path certificate = folder.resolve(file + ".pem");
        Path extensions = folder.resolve(file + ".ext");
        Command.run(("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + file + " -keyout "
                        + key + " -out " + request)
                .split(" "));
        try {
            Files.writeString(extensions, "subjectAltName = " + names + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.run(("openssl ca -batch -notext -config " + folder + "/ca.conf -extfile " + extensions + " -startdate "
                        + ASN1_TIME.format(from) + " -enddate " + ASN1_TIME.format(to) + " -in " + request + " -out "
                        + certificate)
                .split(" "));
        return new Issued(certificate, key);
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }
}
