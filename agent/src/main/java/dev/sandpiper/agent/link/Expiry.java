package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.keys.KeyFault;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a certificate in use ends.
 *
 * @param what for people: {@code the certificate /etc/sandpiper/device.pem}
 * @param ahead how long before its end people are told
 * @param cure what they should do then
 */
public record Expiry(String what, Instant end, Duration ahead, String cure) {
    private static final Duration AHEAD = Duration.ofDays(30);

    /** Those of which the files alone tell that they are in use. */
    static List<Expiry> known(Optional<Identity> own, Optional<Authorities> trusted) {
        var all = new ArrayList<Expiry>();
        own.map(Expiry::of).ifPresent(all::addAll);
        // Of several authorities, which one counts is known once the broker has shown who stands behind it.
        trusted.filter(authorities -> authorities.all().size() == 1)
                .ifPresent(single -> all.add(ofAuthority(single.all().getFirst(), single.file())));
        return all;
    }

    /** What people should know before an agent with this configuration runs. */
    public static List<String> warnings(TlsConfig config, Instant now) throws KeyFault {
        var own = TlsMaterial.identity(config);
        var trusted = config.caFile().isPresent()
                ? Optional.of(Authorities.read(config.caFile()))
                : Optional.<Authorities>empty();
        return known(own, trusted).stream()
                .flatMap(expiry -> expiry.warning(now).stream())
                .toList();
    }

    /** This device's own certificate, and those it has between it and an authority. */
    static List<Expiry> of(Identity identity) {
        var all = new ArrayList<Expiry>();
        for (var certificate : identity.chain()) {
            var position = all.isEmpty()
                    ? "the certificate " + identity.certFile()
                    : "certificate %d of %s, %s,".formatted(all.size() + 1, identity.certFile(), name(certificate));
            all.add(new Expiry(position, end(certificate), AHEAD, "renew it"));
        }
        return all;
    }

    static Expiry ofAuthority(X509Certificate authority, Optional<Path> file) {
        return new Expiry(
                "the authority %s %s"
                        .formatted(
                                name(authority), file.map(path -> "in " + path).orElse("of this system")),
                end(authority),
                AHEAD,
                file.isPresent() ? "add the one that follows it to that file" : "update this system");
    }

    // Brokers often renew short-lived ones by themselves, in the last third of their time.
    static Expiry ofBroker(X509Certificate certificate) {
        var third = Duration.between(certificate.getNotBefore().toInstant(), end(certificate))
                .dividedBy(3);
        return new Expiry(
                "the broker's certificate " + name(certificate),
                end(certificate),
                third.compareTo(AHEAD) < 0 ? third : AHEAD,
                "renew it at the broker");
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static String name(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal().getName() + "'";
    }

    /** What people should know now, if anything. */
    public Optional<String> warning(Instant now) {
        var left = Duration.between(now, end);
        if (left.compareTo(ahead) > 0) return Optional.empty();
        var day = end.atZone(ZoneOffset.UTC).toLocalDate();
        if (left.isNegative()) return Optional.of("%s expired on %s; %s".formatted(what, day, cure));
        return Optional.of("%s expires in %s, on %s; %s".formatted(what, span(left.toDays()), day, cure));
    }

    private static String span(long days) {
        if (days == 0) return "less than a day";
        return days == 1 ? "1 day" : days + " days";
    }
}
