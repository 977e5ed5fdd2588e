package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the network, TLS and the broker answered into a cause and a sentence for the operator. */
final class Diagnosis {
    private final BrokerAddress address;
    private final Login login;
    /** Whose handshake is meant. */
    private volatile String handshake = "TLS";
    /** Which address of the broker's name is meant, once one is tried. */
    private volatile Optional<InetAddress> trying = Optional.empty();

    private final Map<InetAddress, IOException> failed = Collections.synchronizedMap(new LinkedHashMap<>());

    Diagnosis(BrokerAddress address, Login login) {
        this.address = address;
        this.login = login;
    }

    /** From now on it is the WebSocket's handshake that fails. */
    void webSocketBegins() {
        handshake = "WebSocket";
    }

    void trying(InetAddress next) {
        trying = Optional.of(next);
    }

    /** No connection could be made to this one of the name's addresses. */
    void failed(InetAddress candidate, IOException why) {
        failed.put(candidate, why);
    }

    /** Of several addresses: that this device has no way to one says less than what another answered. */
    IOException mostTelling() {
        var all = failures();
        var chosen = all.stream()
                .filter(each -> !isNoRoute(each.getValue()))
                .findFirst()
                .orElse(all.getFirst());
        trying(chosen.getKey());
        return chosen.getValue();
    }

    // A copy, since an abort asks while the next address fails.
    private List<Map.Entry<InetAddress, IOException>> failures() {
        return List.copyOf(failed.entrySet());
    }

    private static boolean isNoRoute(IOException failure) {
        return failure instanceof NoRouteToHostException || mentions(failure, "unreachable");
    }

    /** The innermost explanation found among the causes. */
    Failure of(Throwable failure, Stage stage) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Optional<Failure> known = known(each, stage);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return unknown(failure, stage);
    }

    private Optional<Failure> known(Throwable failure, Stage stage) {
        @Nullable
        Failure found = switch (failure) {
            case LinkFault explained -> explained.failure();
            case UnknownHostException e -> unknownName();
            case NoRouteToHostException e -> noRoute("no route to host");
            case ConnectException e -> notConnected(e);
            case SocketTimeoutException e -> noAnswer(stage);
            case SSLException e -> tls(e).orElse(null);
            case SocketException e when mentions(e, "unreachable") -> noRoute("the network is unreachable");
            case SocketException e when mentions(e, "WebSocket closed") -> closed(stage, ": " + e.getMessage());
            case SocketException e -> ended(stage, ": " + e.getMessage());
            case EOFException e -> closed(stage, "");
            default -> null;
        };
        return Optional.ofNullable(found);
    }

    private Failure unknownName() {
        if (address.isPlaceholder()) {
            return new Failure(
                    Cause.NAME,
                    "no broker yet: run 'sudo sandpiper init', or fill in broker.url and restart the agent");
        }
        return new Failure(
                Cause.NAME,
                "the name '" + address.host()
                        + "' cannot be resolved; check the host name in broker.url and this device's name server");
    }

    private Failure noRoute(String what) {
        return new Failure(Cause.UNREACHABLE, what + " (" + peer() + "); check this device's network" + others());
    }

    private Failure notConnected(ConnectException e) {
        if (mentions(e, "refused")) {
            return new Failure(
                    Cause.REFUSED,
                    "nothing listens on " + peer() + "; start the broker or correct broker.url" + others());
        }
        if (mentions(e, "timed out")) {
            return noAnswer(Stage.CONNECT);
        }
        return noRoute("the network is unreachable");
    }

    private Failure closed(Stage stage, String detail) {
        Failure ended = ended(stage, detail);
        return stage == Stage.CONNECTED ? new Failure(Cause.CLOSED, ended.sentence()) : ended;
    }

    /** The peer, or the network, ended the connection. */
    private Failure ended(Stage stage, String detail) {
        String sentence = switch (stage) {
            case LOOK_UP, CONNECT -> "the connection to " + peer() + " could not be made" + detail + others();
            case HANDSHAKE ->
                peer() + " ended the connection during the " + handshake + " handshake" + detail
                        + (address.tls() ? "; is it a TLS listener?" : "");
            case CONNACK ->
                peer() + " ended the connection before its CONNACK" + detail + "; is it an MQTT listener "
                        + (address.tls() ? "with" : "without") + " TLS?";
            case CONNECTED -> "the broker ended the connection" + detail;
        };
        return new Failure(Cause.LOST, sentence);
    }

    private Failure unknown(Throwable failure, Stage stage) {
        String what = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return switch (stage) {
            case HANDSHAKE ->
                new Failure(Cause.TLS_OTHER, "the " + handshake + " handshake with " + peer() + " failed: " + what);
            case LOOK_UP, CONNECT, CONNACK, CONNECTED -> ended(stage, ": " + what);
        };
    }

    private Optional<Failure> tls(SSLException e) {
        return new TlsDiagnosis(peer(), login.tls().flatMap(TlsMaterial::identity)).of(e);
    }

    /** @param code 1 to 255, the return code of a CONNACK that refuses (MQTT 3.1.1, table 3.1) */
    Failure connack(int code) {
        return switch (code) {
            case 1 ->
                new Failure(
                        Cause.PROTOCOL,
                        "the broker does not speak MQTT 3.1.1 (CONNACK 1); use one that does, or allow it there");
            case 2 ->
                new Failure(
                        Cause.CLIENT_ID,
                        "the broker refuses the client id '" + login.clientId()
                                + "' (CONNACK 2); set another broker.client_id");
            case 3 -> new Failure(Cause.UNAVAILABLE, "the broker says that it is unavailable (CONNACK 3)");
            case 4 ->
                new Failure(
                        Cause.CREDENTIALS,
                        "the broker refuses user name or password (CONNACK 4); check broker.username"
                                + " and broker.password_file");
            case 5 ->
                new Failure(
                        Cause.NOT_AUTHORISED,
                        "the broker refuses the login of " + user() + " as not authorised (CONNACK 5); check"
                                + " broker.username, broker.password_file and the broker's access rules");
            default -> new Failure(Cause.PROTOCOL, "the broker refuses the login (CONNACK " + code + ")");
        };
    }

    /** This side has waited long enough. */
    Failure givenUp(Stage stage, Duration after) {
        if (stage == Stage.CONNECTED) {
            return new Failure(Cause.LOST, "the connection was given up on this side");
        }
        Failure failure = noAnswer(stage);
        return new Failure(failure.cause(), failure.sentence() + " (given up after " + after.toSeconds() + " s)");
    }

    Failure noAnswer(Stage stage) {
        String sentence = switch (stage) {
            case LOOK_UP -> "the name server gives no answer for '" + address.host() + "'; check this device's network";
            case CONNECT -> "no answer from " + peer() + "; check its address and the firewalls between" + others();
            case HANDSHAKE ->
                peer() + " does not finish the " + handshake + " handshake; is it a " + handshake + " listener?";
            case CONNACK -> "no CONNACK from " + peer() + "; is it an MQTT broker?";
            case CONNECTED -> "no answer from the broker";
        };
        return new Failure(Cause.TIMEOUT, sentence);
    }

    /** @param firstByte of what came instead of a CONNACK */
    Failure notMqtt(int firstByte) {
        return new Failure(
                Cause.PROTOCOL,
                "%s does not speak MQTT: its answer begins with 0x%02x, expected 0x20 (CONNACK); correct broker.url"
                        .formatted(peer(), firstByte));
    }

    /** Such as a remaining length of more than four bytes. */
    Failure malformed() {
        return new Failure(Cause.PROTOCOL, "the broker sent a packet that is not valid MQTT 3.1.1");
    }

    /** @param what completes the sentence "the frame ..." */
    Failure wrongFrame(String what) {
        return new Failure(Cause.PROTOCOL, "the broker sent a WebSocket frame that " + what);
    }

    Failure tooLarge(int length) {
        return new Failure(
                Cause.PACKET_TOO_LARGE,
                "the broker sent a packet of " + length + " bytes, at most " + login.maxPacket()
                        + " are accepted; lower the broker's message size limit or raise broker.max_packet");
    }

    /** The broker as people read it. */
    String peer() {
        String host = address.host();
        String written = (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
        return HostNames.isAddress(host)
                ? written
                : written + trying.map(one -> " (" + one.getHostAddress() + ")").orElse("");
    }

    /** What became of the name's other addresses. */
    private String others() {
        String tried = failures().stream()
                .filter(each -> !trying.equals(Optional.of(each.getKey())))
                .map(each ->
                        each.getKey().getHostAddress() + ": " + each.getValue().getMessage())
                .collect(Collectors.joining(", "));
        return tried.isEmpty() ? "" : "; also tried " + tried;
    }

    private String user() {
        return login.username().map(name -> "'" + name + "'").orElse("'" + login.clientId() + "' without a user name");
    }

    private static boolean mentions(Throwable failure, String words) {
        return failure.getMessage() != null && failure.getMessage().contains(words);
    }
}
