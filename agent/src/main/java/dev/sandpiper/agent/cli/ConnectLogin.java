package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Expiry;
import dev.sandpiper.agent.link.Failure;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.Login;
import dev.sandpiper.agent.link.Stage;
import dev.sandpiper.agent.link.Visit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** The way to the broker's login, a line for each part of it. */
final class ConnectLogin {
    private static final Set<Cause> PERHAPS_THE_CLIENT_ID =
            Set.of(Cause.CLIENT_ID, Cause.NOT_AUTHORISED, Cause.CREDENTIALS, Cause.LOST);

    private final BrokerAddress address;
    private final Login login;
    private final ConnectFindings findings;
    private final SequencedMap<Stage, String> parts;
    private Stage stage = Stage.LOOK_UP;

    ConnectLogin(BrokerAddress address, Login login, ConnectFindings findings) {
        this.address = address;
        this.login = login;
        this.findings = findings;
        this.parts = parts(address);
    }

    /** The names of the lines. */
    static List<String> names(BrokerAddress address) {
        return List.copyOf(parts(address).values());
    }

    private static SequencedMap<Stage, String> parts(BrokerAddress address) {
        var parts = new LinkedHashMap<Stage, String>();
        parts.put(Stage.LOOK_UP, "name");
        parts.put(Stage.CONNECT, "port");
        if (address.tls()) parts.put(Stage.HANDSHAKE, "TLS");
        else if (address.webSocket().isPresent()) parts.put(Stage.HANDSHAKE, "WebSocket");
        parts.put(Stage.CONNACK, "login");
        return parts;
    }

    /** Whether the broker took the login. */
    boolean succeeds(Visit visit) throws InterruptedException {
        try {
            var connected = visit.connect(this::reached);
            secured(visit, connected.details());
            findings.tell(parts.get(Stage.CONNACK), ConnectVerdict.ok("as " + who()));
            return true;
        } catch (Visit.Over over) {
            if (stage == Stage.CONNACK) secured(visit, "");
            failed(over.failure());
            return false;
        }
    }

    private void reached(Stage next) {
        switch (next) {
            case CONNECT -> findings.tell(parts.get(Stage.LOOK_UP), ConnectVerdict.ok(found()));
            case HANDSHAKE -> findings.tell(parts.get(Stage.CONNECT), ConnectVerdict.ok(address.port() + " answers"));
            case LOOK_UP, CONNACK, CONNECTED -> {}
        }
        stage = next;
    }

    // Java has just kept what the look-up found.
    private String found() {
        try {
            var all = Arrays.stream(InetAddress.getAllByName(address.host()))
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .toList();
            return all.equals(List.of(address.host()))
                    ? address.host() + " is an address"
                    : address.host() + " is " + String.join(", ", all);
        } catch (UnknownHostException gone) {
            return address.host();
        }
    }

    /** @param details of a connection that succeeded; protocol and cipher */
    private void secured(Visit visit, String details) {
        var name = parts.get(Stage.HANDSHAKE);
        if (name == null) return;
        var certificate =
                visit.expiries().stream().min(Comparator.comparing(Expiry::end)).map(ConnectLogin::left);
        var words = List.of(details, certificate.orElse("")).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        findings.tell(name, ConnectVerdict.ok(words));
    }

    private static String left(Expiry first) {
        var now = Instant.now();
        return first.warning(now)
                .orElseGet(() -> "%s ends in %d days"
                        .formatted(
                                first.what(), Duration.between(now, first.end()).toDays()));
    }

    private void failed(Failure failure) {
        var name = parts.getOrDefault(stage, parts.get(Stage.CONNACK));
        findings.tell(name, ConnectVerdict.failed(failure.sentence() + note(failure)));
        parts.sequencedValues().reversed().stream()
                .takeWhile(later -> !later.equals(name))
                .toList()
                .reversed()
                .forEach(later -> findings.tell(later, ConnectVerdict.notTried()));
    }

    private String note(Failure failure) {
        return stage == Stage.CONNACK && PERHAPS_THE_CLIENT_ID.contains(failure.cause())
                ? "; a broker that ties client ids to users must allow '%s', by which this check goes, too"
                        .formatted(login.clientId())
                : "";
    }

    private String who() {
        return login.username().map(name -> "'" + name + "'").orElse("client '" + login.clientId() + "'");
    }
}
