package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.Failure.Cause;

/** What a server that opens no WebSocket answered instead, as a sentence for the operator. */
final class HttpRefusal {
    private static final int LONGEST_SHOWN = 200;

    private HttpRefusal() {}

    /**
     * @param peer the server as people read it
     * @param target path and query that were asked for; the query is not shown
     */
    static Failure of(HttpAnswer answer, String peer, String target) {
        int status = answer.status();
        String path = "'" + shown(target) + "'";
        return switch (status) {
            case 301, 302, 303, 307, 308 ->
                new Failure(
                        Cause.PROTOCOL,
                        "%s redirects to '%s' (HTTP %d); if that is the broker, write it into broker.url"
                                .formatted(peer, shown(answer.field("location").orElse("nowhere")), status));
            case 401, 407 ->
                new Failure(
                        Cause.NOT_AUTHORISED,
                        "%s wants an HTTP login for %s (HTTP %d); let it through without one, since MQTT logs in by itself"
                                .formatted(peer, path, status));
            case 403 ->
                new Failure(
                        Cause.NOT_AUTHORISED,
                        "%s forbids %s (HTTP 403); check the path in broker.url and the access rules there"
                                .formatted(peer, path));
            case 404, 410 ->
                new Failure(
                        Cause.PROTOCOL,
                        "%s has nothing at %s (HTTP %d); correct the path in broker.url".formatted(peer, path, status));
            case 429, 500, 502, 503, 504 ->
                new Failure(
                        Cause.UNAVAILABLE,
                        "%s cannot open a WebSocket at %s now (HTTP %d)".formatted(peer, path, status));
            default ->
                new Failure(
                        Cause.PROTOCOL,
                        "%s opens no WebSocket at %s (HTTP %d); check the path in broker.url, and whether the broker has WebSockets switched on"
                                .formatted(peer, path, status));
        };
    }

    /** What a peer sent, made fit for one line of a log, without a query. */
    static String shown(String text) {
        String printable = text.replaceFirst("\\?.*", "").replaceAll("[^ -~]", "?");
        return printable.length() <= LONGEST_SHOWN ? printable : printable.substring(0, LONGEST_SHOWN) + "...";
    }
}
