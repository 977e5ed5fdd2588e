package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.keys.Identity;
import dev.sandpiper.agent.loop.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinylog.Logger;

/**
 * What this device shows a broker, and whom it trusts: loaded from their files, and again when these change. A file that
 * is just being written, or was written wrong, does no harm: what was good before stays in use. Belongs to the link's
 * lane.
 */
public final class Credentials {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final BrokerConfig config;
    private final Time time;
    private final Optional<FromFiles<Authorities>> authorities;
    private final Optional<FromFiles<Identity>> identity;
    private final Optional<FromFiles<Password>> password;
    private final ExpiryWatch expiries;
    private boolean changed;
    private long lookAt;
    private volatile CredentialsReport report = new CredentialsReport(List.of(), Optional.empty());

    public Credentials(BrokerConfig config, Time time) {
        this.config = config;
        this.time = time;
        var tls = config.addresses().stream().anyMatch(BrokerAddress::tls);
        this.authorities = tls ? Optional.of(authorities(config.tls())) : Optional.empty();
        this.identity = tls ? identity(config.tls()) : Optional.empty();
        this.password = config.passwordFile()
                .map(file -> new FromFiles<>("the password", List.of(file), List.of(file), () -> Password.read(file)));
        this.expiries = new ExpiryWatch(time, sentence -> Logger.warn("{}", sentence));
        this.lookAt = time.nanos();
    }

    private static FromFiles<Authorities> authorities(TlsConfig tls) {
        var file = tls.caFile().orElse(Authorities.OF_THE_SYSTEM);
        return new FromFiles<>(
                "the list of authorities", List.of(file), List.of(), () -> Authorities.read(tls.caFile()));
    }

    private static Optional<FromFiles<Identity>> identity(TlsConfig tls) {
        if (tls.certFile().isEmpty() || tls.keyFile().isEmpty()) return Optional.empty();
        var certificate = tls.certFile().get();
        var key = tls.keyFile().get();
        var secrets = new ArrayList<Path>(List.of(key));
        tls.keyPassphraseFile().ifPresent(secrets::add);
        var files = Stream.concat(Stream.of(certificate), secrets.stream())
                .distinct()
                .toList();
        return Optional.of(new FromFiles<>(
                "this device's certificate",
                files,
                secrets,
                () -> Identity.read(certificate, key, tls.keyPassphraseFile())));
    }

    /** There are none yet that could be used; the message is a sentence for an operator. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    /** For the next attempt. */
    Login login(Login.Will will) throws Unusable {
        return login(config.clientId(), Login.Session.PERSISTENT, config.keepAlive(), Optional.of(will));
    }

    /** For a person's command, which has a client id of its own. */
    public Login visitor(String clientId, Login.Session session, Optional<Login.Will> will) throws Unusable {
        return login(clientId, session, Visit.KEEP_ALIVE, will);
    }

    private Login login(String clientId, Login.Session session, Duration keepAlive, Optional<Login.Will> will)
            throws Unusable {
        look();
        changed = false;
        var word = password.isPresent() ? Optional.of(usable(password.get()).copy()) : Optional.<char[]>empty();
        return new Login(clientId, config.username(), word, session, keepAlive, config.maxPacket(), will, material());
    }

    private Optional<TlsMaterial> material() throws Unusable {
        if (authorities.isEmpty()) return Optional.empty();
        var own = identity.isPresent() ? Optional.of(usable(identity.get())) : Optional.<Identity>empty();
        var tls = config.tls();
        return Optional.of(new TlsMaterial(usable(authorities.get()), own, tls.serverName(), tls.alpn()));
    }

    private static <T> T usable(FromFiles<T> files) throws Unusable {
        return files.good()
                .orElseThrow(() -> new Unusable(files.fault().orElse("the files of broker.tls were not read")));
    }

    /** Looks at the files when it is time; whether a new attempt would show or trust something else than the last one. */
    boolean changed() {
        if (time.nanos() - lookAt >= 0) look();
        return changed;
    }

    /** How long until {@link #changed} looks again. */
    Duration untilLook() {
        return time.until(lookAt);
    }

    private void look() {
        lookAt = time.in(LOOK);
        var former = password.flatMap(FromFiles::good);
        if (password.filter(FromFiles::look).isPresent()) {
            former.ifPresent(Password::forget);
            changed = true;
        }
        if (identity.filter(FromFiles::look).isPresent()) changed = true;
        if (authorities.filter(FromFiles::look).isPresent()) changed = true;
        expiries.own(expiriesKnown());
        note();
    }

    private List<Expiry> expiriesKnown() {
        return Expiry.known(identity.flatMap(FromFiles::good), authorities.flatMap(FromFiles::good));
    }

    /** The broker has shown its certificates. */
    void shown(List<Expiry> brokers) {
        expiries.brokers(brokers);
        note();
    }

    private void note() {
        var problems = new ArrayList<String>();
        Stream.of(password, identity, authorities)
                .flatMap(Optional::stream)
                .flatMap(files -> files.problem().stream())
                .forEach(problems::add);
        problems.addAll(expiries.warnings());
        report = new CredentialsReport(List.copyOf(problems), expiries.first());
    }

    /** How they are; may be asked by any thread. */
    public CredentialsReport report() {
        return report;
    }
}
