package dev.sandpiper.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A throw-away authority made with openssl, and the certificates it issues. */
public final class TestCertificates {
    /** PEM files: the certificate, and its key as PKCS#8. */
    public record Issued(Path certificate, Path key) {
        /** The same with its key in another file. */
        public Issued with(Path otherKey) {
            return new Issued(certificate, otherKey);
        }
    }

    private static final DateTimeFormatter ASN1_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** @param folder does not need to exist */
    public static TestCertificates in(Path folder) {
        return in(folder, Duration.ofDays(3650));
    }

    /** An authority whose own certificate ends that long from now, in whole days. */
    public static TestCertificates in(Path folder, Duration left) {
        prepare(folder);
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days " + left.toDays() + " -subj /CN="
                + name(folder) + " -keyout " + folder + "/ca.key -out " + folder + "/ca.pem");
        return new TestCertificates(folder);
    }

    /** An authority that this one has certified. */
    public TestCertificates intermediate(String name) {
        Path below = folder.resolveSibling(name);
        prepare(below);
        Instant now = Instant.now();
        Issued own = issue(
                name, "EC", "basicConstraints = critical,CA:TRUE", now.minus(DAY), now.plus(Duration.ofDays(730)));
        try {
            Files.copy(own.certificate(), below.resolve("ca.pem"));
            Files.copy(own.key(), below.resolve("ca.key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestCertificates(below);
    }

    private static void prepare(Path folder) {
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
        return issue(file, names, now.minus(DAY), now.plus(YEAR));
    }

    /** A certificate a device shows; its common name is {@code device}. */
    public Issued forClient(String device) {
        return forServer(device, "DNS:" + device);
    }

    /** @param algorithm as openssl calls it: {@code RSA}, {@code EC} or {@code ED25519} */
    public Issued forClient(String device, String algorithm) {
        Instant now = Instant.now();
        return issue(device, algorithm, "subjectAltName = DNS:" + device, now.minus(DAY), now.plus(YEAR));
    }

    public Issued issue(String file, String names, Instant from, Instant to) {
        return issue(file, "EC", "subjectAltName = " + names, from, to);
    }

    private Issued issue(String file, String algorithm, String extension, Instant from, Instant to) {
        Path key = folder.resolve(file + ".key");
        Path request = folder.resolve(file + ".csr");
        Path certificate = folder.resolve(file + ".pem");
        Path extensions = folder.resolve(file + ".ext");
        String curve = algorithm.equals("EC") ? " -pkeyopt ec_paramgen_curve:P-256" : "";
        openssl("genpkey -algorithm " + algorithm + curve + " -out " + key);
        openssl("req -new -key " + key + " -subj /CN=" + file + " -out " + request);
        try {
            Files.writeString(extensions, extension + "\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl("ca -batch -notext -config " + folder + "/ca.conf -extfile " + extensions + " -startdate "
                + ASN1_TIME.format(from) + " -enddate " + ASN1_TIME.format(to) + " -in " + request + " -out "
                + certificate);
        return new Issued(certificate, key);
    }

    /** Runs openssl with these words. */
    public static void openssl(String words) {
        Command.run(("openssl " + words).split(" "));
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }
}
