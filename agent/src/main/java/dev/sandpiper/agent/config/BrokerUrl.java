package dev.sandpiper.agent.config;

import java.util.Map;
import java.util.regex.Pattern;

/** URLs of brokers. */
final class BrokerUrl {
    private static final Pattern WRITTEN = Pattern.compile(
            "(?<scheme>[a-z]+)://(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]{1,253})(?::(?<port>\\d{1,5}))?/?");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");

    /** What other programs call the same. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("ssl", "mqtts", "tls", "mqtts", "tcp", "mqtt", "https", "mqtts", "http", "mqtt");

    private static final String EXPECTED = "expected a URL like mqtts://broker.example.com:8883";

    private BrokerUrl() {}

    static BrokerAddress parse(String url) throws Misfit {
        if (url.contains("@"))
            throw new Misfit("found a user name in the URL, %s; put it into username and password_file", EXPECTED);
        if (!url.contains("://")) throw new Misfit("found %s, %s; begin with mqtts://", Item.quoted(url), EXPECTED);
        var match = WRITTEN.matcher(url);
        if (!match.matches()) throw new Misfit("found %s, %s, without a path; correct it", Item.quoted(url), EXPECTED);
        var tls = tls(match.group("scheme"), url);
        var port = match.group("port") == null ? usual(tls) : Integer.parseInt(match.group("port"));
        if (port < 1 || port > 65_535) throw new Misfit("found port %d, expected 1 to 65535; correct it", port);
        return new BrokerAddress(url, match.group("host").replaceAll("[\\[\\]]", ""), port, tls);
    }

    /** Whether what is sent there stays on this machine. */
    static boolean local(BrokerAddress address) {
        return LOOPBACK.matcher(address.host()).matches();
    }

    private static int usual(boolean tls) {
        return tls ? 8883 : 1883;
    }

    private static boolean tls(String scheme, String url) throws Misfit {
        switch (scheme) {
            case "mqtts":
                return true;
            case "mqtt":
                return false;
            case "wss", "ws":
                throw new Misfit("found %s; WebSocket comes with a later version; use mqtts://", Item.quoted(url));
            default:
                var right = OTHER_NAMES.getOrDefault(scheme, "mqtts");
                throw new Misfit("found %s, %s; write %s:// for %s://", Item.quoted(url), EXPECTED, right, scheme);
        }
    }
}
