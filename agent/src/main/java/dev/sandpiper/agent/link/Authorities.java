package dev.sandpiper.agent.link;

import dev.sandpiper.agent.keys.Certificates;
import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.keys.KeyFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom this device trusts. Parsing the system's hundred and more takes longer than a handshake on a small device, so it
 * is done once, not at each attempt.
 *
 * @param file of the configuration; without it they are the system's
 * @param judge Java's own check of a broker's certificates by them
 */
public record Authorities(Optional<Path> file, List<X509Certificate> all, X509ExtendedTrustManager judge) {
    static final Path OF_THE_SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

    /** Those of the file, else of the system, else those that came with this Java. */
    static Authorities read(Optional<Path> file) throws KeyFault {
        try {
            if (file.isPresent()) return of(file, Certificates.in(file.get()));
            if (Files.isReadable(OF_THE_SYSTEM)) return of(file, Certificates.soundIn(OF_THE_SYSTEM));
            var judge = judge(null);
            return new Authorities(file, List.of(judge.getAcceptedIssuers()), judge);
        } catch (GeneralSecurityException | IOException crippled) {
            throw new IllegalStateException("this Java cannot check certificates", crippled);
        }
    }

    private static Authorities of(Optional<Path> file, List<X509Certificate> all)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var authority : all) store.setCertificateEntry("authority " + store.size(), authority);
        return new Authorities(file, List.copyOf(all), judge(store));
    }

    private static X509ExtendedTrustManager judge(@org.jspecify.annotations.Nullable KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (var manager : factory.getTrustManagers())
            if (manager instanceof X509ExtendedTrustManager x509) return x509;
        throw new GeneralSecurityException("no X.509 trust manager");
    }

    /** The one a chain of certificates leads to. */
    Optional<X509Certificate> above(List<X509Certificate> chain) {
        var last = chain.getLast();
        return all.stream()
                .filter(authority -> chain.contains(authority) || Identity.issued(authority, last))
                .findFirst();
    }

    /** The same authorities; how they are kept does not count. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Authorities(var theirFile, var theirs, var _)
                && file.equals(theirFile)
                && all.equals(theirs);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}
