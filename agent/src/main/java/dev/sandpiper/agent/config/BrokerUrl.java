package dev.sandpiper.agent.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URLs of brokers. */
final class BrokerUrl {
    private static final Pattern WRITTEN = Pattern.compile(
            "(?<scheme>[a-z]+)://(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]{1,253})(?::(?<port>\\d{1,5}))?"
                    + "(?<path>/[!-~&&[^?#]]*)?(?<query>\\?[!-~&&[^#]]*)?");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");
    private static final Pattern WITH_USER = Pattern.compile("([a-z]+://)?[^/?]*@.*");

    private static final Set<String> WITH_TLS = Set.of("mqtts", "wss");

    /** What most brokers listen at. */
    private static final String USUAL_PATH = "/mqtt";

    /** What other programs call the same. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("ssl", "mqtts", "tls", "mqtts", "tcp", "mqtt", "https", "wss", "http", "ws");

    private static final String EXPECTED = "expected a URL like mqtts://broker.example.com:8883";

    private BrokerUrl() {}

    static BrokerAddress parse(String url) throws Misfit {
        if (WITH_USER.matcher(url).matches())
            throw new Misfit("found a user name in the URL, %s; put it into username and password_file", EXPECTED);
        if (!url.contains("://")) throw new Misfit("found %s, %s; begin with mqtts://", Item.quoted(url), EXPECTED);
        var match = WRITTEN.matcher(url);
        if (!match.matches()) throw new Misfit("found %s, %s; correct it", Item.quoted(url), EXPECTED);
        var webSocket = webSocket(match, url);
        var tls = WITH_TLS.contains(match.group("scheme"));
        var port = match.group("port") == null ? usual(tls, webSocket) : Integer.parseInt(match.group("port"));
        if (port < 1 || port > 65_535) throw new Misfit("found port %d, expected 1 to 65535; correct it", port);
        var host = match.group("host").replaceAll("[\\[\\]]", "");
        return new BrokerAddress(withoutQuery(match), host, port, tls, webSocket);
    }

    /** Whether what is sent there stays on this machine. */
    static boolean local(BrokerAddress address) {
        return LOOPBACK.matcher(address.host()).matches();
    }

    private static String withoutQuery(Matcher match) {
        return match.group("query") == null ? match.group() : match.group().substring(0, match.start("query"));
    }

    private static int usual(boolean tls, Optional<String> webSocket) {
        if (webSocket.isPresent()) return tls ? 443 : 80;
        return tls ? 8883 : 1883;
    }

    private static Optional<String> webSocket(Matcher match, String url) throws Misfit {
        var path = Optional.ofNullable(match.group("path"));
        var query = Optional.ofNullable(match.group("query"));
        var scheme = match.group("scheme");
        switch (scheme) {
            case "mqtts", "mqtt":
                if (query.isEmpty() && path.orElse("/").equals("/")) return Optional.empty();
                throw new Misfit("found %s, %s, without a path; correct it", Item.quoted(url), EXPECTED);
            case "wss", "ws":
                return Optional.of(path.orElse(USUAL_PATH) + query.orElse(""));
            default:
                var right = OTHER_NAMES.getOrDefault(scheme, "mqtts");
                throw new Misfit("found %s, %s; write %s:// for %s://", Item.quoted(url), EXPECTED, right, scheme);
        }
    }
}
